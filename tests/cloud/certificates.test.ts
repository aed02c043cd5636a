import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { connect } from "node:tls";
import type { ConnectionOptions, TLSSocket } from "node:tls";

import { describe, expect, it } from "vitest";

import type { CertificateVariant } from "../../scripts/cloud/certificates.ts";
import type { Cloud } from "../../scripts/cloud/cloud.ts";
import { cloudForTest, connectTo, readToEnd } from "./client.ts";

/** Code with which the client ended the handshake; null when it succeeded. */
async function refusal(cloud: Cloud, servername: string, options: ConnectionOptions = {}) {
  const socket = connect({
    host: "127.0.0.1",
    port: cloud.port,
    ca: cloud.caPem,
    servername,
    ...options,
  });
  try {
    await once(socket, "secureConnect");
    // With TLS 1.3 the server is done only after the client: let it see an orderly end.
    socket.end().resume();
    await once(socket, "close");
    return null;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? null;
  } finally {
    socket.destroy();
  }
}

describe("the trusted certificate", () => {
  it("holds for every host, over TLS 1.2 and 1.3", async () => {
    const cloud = await cloudForTest();
    for (const host of cloud.hosts)
      for (const version of ["TLSv1.2", "TLSv1.3"] as const)
        expect(
          await refusal(cloud, host, { minVersion: version, maxVersion: version }),
          host,
        ).toBeNull();
    expect(cloud.connections().secured).toBe(2 * cloud.hosts.length);
  });

  it("is of an elliptic curve and says what it is for", async () => {
    const cloud = await cloudForTest();
    const socket: TLSSocket = await connectTo(cloud, "api.dropboxapi.com");
    const certificate = new X509Certificate(socket.getPeerCertificate().raw);
    socket.destroy();
    const authority = new X509Certificate(cloud.caPem);
    expect(authority.ca).toBe(true);
    expect(certificate.ca).toBe(false);
    expect(certificate.verify(authority.publicKey)).toBe(true);
    expect(certificate.checkIssued(authority)).toBe(true);
    expect(certificate.publicKey.asymmetricKeyDetails?.namedCurve).toBe("prime256v1");
    // OpenSSL lists id-kp-serverAuth by its number.
    expect(certificate.keyUsage).toEqual(["1.3.6.1.5.5.7.3.1"]);
  });

  it("is not that of another cloud", async () => {
    const cloud = await cloudForTest();
    const other = await cloudForTest();
    expect(await refusal(cloud, "timeapi.io", { ca: other.caPem })).not.toBeNull();
  });

  it("is refused by who does not know the authority, and under a foreign name", async () => {
    const cloud = await cloudForTest();
    expect(await refusal(cloud, "timeapi.io", { ca: [] })).toBe("UNABLE_TO_VERIFY_LEAF_SIGNATURE");
    expect(await refusal(cloud, "example.com")).toBe("ERR_TLS_CERT_ALTNAME_INVALID");
  });
});

describe("a bad server", () => {
  it.each<[CertificateVariant, string]>([
    ["self_signed", "DEPTH_ZERO_SELF_SIGNED_CERT"],
    ["expired", "CERT_HAS_EXPIRED"],
    ["other_host", "ERR_TLS_CERT_ALTNAME_INVALID"],
    ["old_tls", "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION"],
  ])("%s is refused with %s, and works again afterwards", async (certificate, code) => {
    const cloud = await cloudForTest({ faults: { certificate } });
    expect(await refusal(cloud, "content.dropboxapi.com")).toBe(code);
    expect(cloud.requests()).toEqual([]);
    await cloud.setFaults({});
    expect(await refusal(cloud, "content.dropboxapi.com")).toBeNull();
  });

  it.each<[CertificateVariant, ConnectionOptions]>([
    ["self_signed", { rejectUnauthorized: false }],
    ["expired", { rejectUnauthorized: false }],
    ["other_host", { checkServerIdentity: () => undefined }],
    ["old_tls", { minVersion: "TLSv1", ciphers: "DEFAULT@SECLEVEL=0" }],
  ])("%s is bad in this respect only", async (certificate, leniency) => {
    const cloud = await cloudForTest({ faults: { certificate } });
    expect(await refusal(cloud, "content.dropboxapi.com", leniency)).toBeNull();
  });

  it("is met by the connections that were open, too", async () => {
    const cloud = await cloudForTest();
    const socket = await connectTo(cloud, "timeapi.io");
    const closed = once(socket, "error");
    await cloud.setFaults({ certificate: "expired" });
    expect(await closed).toMatchObject([{ code: "ECONNRESET" }]);
  });

  it("counts the handshakes that failed", async () => {
    const cloud = await cloudForTest({ faults: { certificate: "old_tls" } });
    await refusal(cloud, "timeapi.io");
    while (cloud.connections().handshakeFailures.length === 0) await new Promise(setImmediate);
    expect(cloud.connections()).toMatchObject({ accepted: 1, secured: 0 });
  });
});

describe("a name that nobody serves", () => {
  it("gets 421 although the certificate holds", async () => {
    const cloud = await cloudForTest();
    const socket = await connectTo(cloud, "timeapi.io");
    socket.write("GET / HTTP/1.1\r\nHost: example.com\r\nConnection: close\r\n\r\n");
    expect((await readToEnd(socket)).text).toMatch(/^HTTP\/1\.1 421 /);
  });
});
