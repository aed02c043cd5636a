/** Capability settings: the person's files and the application's own state.toml. */
import { HostError } from "./errors";
import { settingsRead, settingsWrite } from "./imports";
import { fromUtf8, utf8 } from "./text";

/** Largest settings file that is read, in bytes. */
export const SETTINGS_BYTES_MAX: i32 = 65536;

const CHUNK_BYTES: i32 = 2048;

/** A whole settings file. */
export class SettingsFile {
  /** 0, NOT_FOUND, TOO_BIG or IO. */
  status: i32 = 0;
  /** The bytes as they are; they may be no UTF-8. */
  bytes: Uint8Array = new Uint8Array(0);
}

/** Read a settings file of at most SETTINGS_BYTES_MAX bytes. */
export function readSettings(name: string): SettingsFile {
  const file = new SettingsFile();
  const label = utf8(name);
  let bytes = new Uint8Array(CHUNK_BYTES);
  let length = 0;
  for (;;) {
    const count = settingsRead(
      label.dataStart,
      label.length,
      length,
      bytes.dataStart + <usize>length,
      bytes.length - length,
    );
    if (count < 0) {
      file.status = count;
      return file;
    }
    if (count == 0) break;
    length += count;
    if (length == bytes.length) {
      if (length >= SETTINGS_BYTES_MAX) {
        file.status = HostError.TOO_BIG;
        return file;
      }
      const larger = new Uint8Array(length * 2);
      memory.copy(larger.dataStart, bytes.dataStart, length);
      bytes = larger;
    }
  }
  file.bytes = bytes.subarray(0, length);
  return file;
}

/**
 * The text of a line `KEY = "text"` of settings.toml, for an application that needs no more of TOML;
 * escapes stay as they are. Empty if there is none.
 */
export function plainText(key: string): string {
  const bytes = readSettings("settings.toml").bytes;
  const lines = fromUtf8(bytes, 0, bytes.length).split("\n");
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index];
    const at = line.indexOf("=");
    if (at < 0 || line.substring(0, at).trim() != key) continue;
    const value = line.substring(at + 1).trim();
    const end = value.indexOf('"', 1);
    return value.startsWith('"') && end > 0 ? value.substring(1, end) : "";
  }
  return "";
}

/** Replace state.toml, safely against a cut of power. 0 or a HostError. */
export function writeState(text: string): i32 {
  const label = utf8("state.toml");
  const bytes = utf8(text);
  return settingsWrite(label.dataStart, label.length, bytes.dataStart, bytes.length);
}
