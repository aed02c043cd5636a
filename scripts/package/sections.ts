/** Sections of a WebAssembly file (core specification 2.0, sections 5.2 and 5.5). */

/** A file that cannot be taken for an application; the message is a sentence for a person. */
export class BadPackage extends Error {}

export interface Section {
  id: number;
  /** Where the section begins in the file, with its id. */
  begin: number;
  /** Where it ends. */
  end: number;
  /** Of a custom section; null of the others. */
  name: string | null;
  /** Behind the name, if there is one. */
  content: Uint8Array;
}

const header = Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);

/** Unsigned LEB128 of at most 32 bits, and where it ends; null if there is none. */
function readNumber(bytes: Uint8Array, begin: number, end: number): [number, number] | null {
  let value = 0;
  for (let at = begin; at < Math.min(end, begin + 5); at++) {
    const byte = bytes[at] ?? 0;
    value += (byte & 0x7f) * 2 ** (7 * (at - begin));
    if (byte < 0x80) return value < 2 ** 32 ? [value, at + 1] : null;
  }
  return null;
}

function numberBytes(value: number): number[] {
  return value < 0x80 ? [value] : [(value % 0x80) + 0x80, ...numberBytes(Math.floor(value / 0x80))];
}

function customSectionOf(bytes: Uint8Array, begin: number, from: number, end: number): Section {
  const length = readNumber(bytes, from, end);
  if (length === null || length[1] + length[0] > end) {
    throw new BadPackage("The file is damaged: the name of a section is longer than it.");
  }
  const content = length[1] + length[0];
  const name = Buffer.from(bytes.subarray(length[1], content)).toString("utf8");
  return { id: 0, begin, end, name, content: bytes.subarray(content, end) };
}

/** All sections of a file; throws BadPackage if it is none of WebAssembly, or damaged. */
export function sectionsOf(bytes: Uint8Array): Section[] {
  if (!header.equals(bytes.subarray(0, header.length))) {
    throw new BadPackage(`The file is not WebAssembly of version 1 (${bytes.length} bytes).`);
  }
  const sections: Section[] = [];
  for (let begin = header.length; begin < bytes.length;) {
    const id = bytes[begin] ?? 0;
    const size = readNumber(bytes, begin + 1, bytes.length);
    const end = size === null ? Infinity : size[1] + size[0];
    if (size === null || end > bytes.length) {
      throw new BadPackage(
        `The file is cut off or damaged: a section at byte ${begin} ends beyond it.`,
      );
    }
    const content = bytes.subarray(size[1], end);
    sections.push(
      id === 0
        ? customSectionOf(bytes, begin, size[1], end)
        : { id, begin, end, name: null, content },
    );
    begin = end;
  }
  return sections;
}

/** The bytes of a custom section. */
export function customSection(name: string, content: Uint8Array): Buffer {
  const text = Buffer.from(name);
  const named = Buffer.concat([Buffer.from(numberBytes(text.length)), text, content]);
  return Buffer.concat([Buffer.from([0, ...numberBytes(named.length)]), named]);
}

/** The file without its custom sections of these names. */
export function withoutSections(bytes: Uint8Array, names: readonly string[]): Buffer {
  const kept = sectionsOf(bytes).filter(({ name }) => name === null || !names.includes(name));
  return Buffer.concat([header, ...kept.map(({ begin, end }) => bytes.subarray(begin, end))]);
}
