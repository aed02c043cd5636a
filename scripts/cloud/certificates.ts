/**
 * Certificates made on the fly: an authority that lives as long as one cloud, a good server
 * certificate for all its hosts, and the bad ones a client must refuse. Validity uses real time,
 * since TLS libraries do; only the services' answers follow the cloud's own clock.
 */
import "./reflect.ts";
import { randomBytes, webcrypto } from "node:crypto";

import * as x509 from "@peculiar/x509";

/** How the server shows itself: as it should, or in one of the ways a client must refuse. */
export const certificateVariants = [
  "trusted",
  "self_signed",
  "expired",
  "other_host",
  "old_tls",
] as const;
export type CertificateVariant = (typeof certificateVariants)[number];

/** What a TLS server needs, in PEM. `certificate` holds the chain without the authority. */
export interface ServerIdentity {
  key: string;
  certificate: string;
}

/** A certificate authority and the certificates it gave out. */
export interface CertificateAuthority {
  caPem: string;
  /** The key and certificate to show for a variant; "old_tls" shows the trusted one. */
  identity(variant: CertificateVariant): ServerIdentity;
}

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const day_ms = 24 * 60 * 60 * 1000;

type KeyPair = Awaited<ReturnType<typeof newKeys>>;

function newKeys() {
  return webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
}

/** 16 random bytes, positive and of constant length as DER wants it. */
function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes.toString("hex");
}

function validity(fromDays: number, toDays: number): { notBefore: Date; notAfter: Date } {
  const now = Date.now();
  return {
    notBefore: new Date(now + fromDays * day_ms),
    notAfter: new Date(now + toDays * day_ms),
  };
}

async function makeAuthority(keys: KeyPair): Promise<x509.X509Certificate> {
  return x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: "CN=wamcam local cloud authority",
    ...validity(-1, 30),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
}

async function serverExtensions(keys: KeyPair, hosts: readonly string[]) {
  return [
    new x509.BasicConstraintsExtension(false, undefined, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
    new x509.SubjectAlternativeNameExtension(
      hosts.map((value) => ({ type: "dns" as const, value })),
    ),
    await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
  ];
}

async function pem(keys: KeyPair, certificate: x509.X509Certificate): Promise<ServerIdentity> {
  const der = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", keys.privateKey));
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  const key = `-----BEGIN PRIVATE KEY-----\n${lines.join("\n")}\n-----END PRIVATE KEY-----\n`;
  return { key, certificate: certificate.toString("pem") };
}

interface Issued {
  hosts: readonly string[];
  valid: { notBefore: Date; notAfter: Date };
}

async function issue(
  authority: { keys: KeyPair; certificate: x509.X509Certificate },
  { hosts, valid }: Issued,
): Promise<ServerIdentity> {
  const keys = await newKeys();
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: `CN=${hosts[0] ?? "nobody"}`,
    issuer: authority.certificate.subject,
    ...valid,
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey: authority.keys.privateKey,
    extensions: [
      ...(await serverExtensions(keys, hosts)),
      await x509.AuthorityKeyIdentifierExtension.create(authority.keys.publicKey),
    ],
  });
  return pem(keys, certificate);
}

async function issueSelfSigned(hosts: readonly string[]): Promise<ServerIdentity> {
  const keys = await newKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: `CN=${hosts[0] ?? "nobody"}`,
    ...validity(-1, 30),
    signingAlgorithm: algorithm,
    keys,
    extensions: await serverExtensions(keys, hosts),
  });
  return pem(keys, certificate);
}

/** Make an authority and every variant of a server certificate for `hosts` (about 20 ms). */
export async function makeCertificates(hosts: readonly string[]): Promise<CertificateAuthority> {
  const keys = await newKeys();
  const certificate = await makeAuthority(keys);
  const authority = { keys, certificate };
  const trusted = await issue(authority, { hosts, valid: validity(-1, 30) });
  const identities: Record<CertificateVariant, ServerIdentity> = {
    trusted,
    old_tls: trusted,
    self_signed: await issueSelfSigned(hosts),
    expired: await issue(authority, { hosts, valid: validity(-60, -30) }),
    other_host: await issue(authority, { hosts: ["elsewhere.invalid"], valid: validity(-1, 30) }),
  };
  return { caPem: certificate.toString("pem"), identity: (variant) => identities[variant] };
}
