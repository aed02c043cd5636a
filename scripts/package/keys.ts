/** Keys that applications are signed with: ECDSA on P-256, in PEM files. */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from "node:crypto";
import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";

import { repository } from "../repository.ts";
import { BadPackage } from "./sections.ts";

/** The key of this checkout, made when it is first needed and never put under version control. */
export const developmentKeyPath = join(repository, "keys/development.pem");

/** Where the key is that builds sign with: the environment's WAMCAM_KEY, or the development key. */
export function signingKeyPath(): string {
  return process.env.WAMCAM_KEY ?? developmentKeyPath;
}

/** A point of P-256, uncompressed: 4, x, y. */
const point_bytes = 65;

function checkCurve(key: KeyObject, path: string): KeyObject {
  if (key.asymmetricKeyType !== "ec" || key.asymmetricKeyDetails?.namedCurve !== "prime256v1") {
    throw new BadPackage(`${path}: the key is not one of ECDSA on P-256; make one with keygen.`);
  }
  return key;
}

function readPem(path: string, parse: (pem: string) => KeyObject, what: string): KeyObject {
  let pem: string;
  try {
    pem = readFileSync(path, "utf8");
  } catch (error) {
    throw new BadPackage(`${path}: the key cannot be read: ${(error as Error).message}`);
  }
  let key: KeyObject;
  try {
    key = parse(pem);
  } catch {
    // The reason could show a part of the key.
    throw new BadPackage(`${path}: this is no ${what} in a PEM file.`);
  }
  return checkCurve(key, path);
}

export function readPrivateKey(path: string): KeyObject {
  return readPem(path, createPrivateKey, "private key without a password");
}

/** A public key, or the public half of a private one. */
export function readPublicKey(path: string): KeyObject {
  return readPem(path, createPublicKey, "key");
}

/** Where the public half of a new key goes, for boards that are to trust it. */
export function publicKeyPath(path: string): string {
  return `${path.replace(/\.pem$/, "")}.public.pem`;
}

/** A new key in a file that only its owner can read; false if the file is there already. */
export function writeNewKey(path: string): boolean {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  mkdirSync(dirname(path), { recursive: true });
  const folder = mkdtempSync(join(dirname(path), ".tmp-key-"));
  try {
    // A link appears whole or not at all, and replaces nothing: two builds may be the first.
    const file = join(folder, "key.pem");
    writeFileSync(file, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
    linkSync(file, path);
    writeFileSync(publicKeyPath(path), publicPem(privateKey));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The key that builds sign with; makes the development key if there is none yet. */
export function signingKey(): KeyObject {
  const path = signingKeyPath();
  if (path === developmentKeyPath && !existsSync(path)) {
    writeNewKey(path);
  }
  return readPrivateKey(path);
}

/** A key's public half in PEM. */
export function publicPem(key: KeyObject): string {
  return createPublicKey(key).export({ type: "spki", format: "pem" }).toString();
}

/** The point of a key's public half, as boards have it. */
export function publicPoint(key: KeyObject): Buffer {
  const half = key.type === "private" ? createPublicKey(key) : key;
  return half.export({ type: "spki", format: "der" }).subarray(-point_bytes);
}

/** How a signature names its key: the first 8 bytes of the SHA-256 of the point. */
export function keyId(key: KeyObject): Buffer {
  return createHash("sha256").update(publicPoint(key)).digest().subarray(0, 8);
}
