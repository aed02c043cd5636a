/** How many bytes of code and constants each part has in the linked program, by the linker's map. */

export interface Size {
  code_bytes: number;
  constants_bytes: number;
}

/** ` .text.name  0xaddress  0xsize  object`; a long name has the rest on a line of its own. */
const sectionForm =
  /^ \.(literal|text|rodata)(?:\.[^\s]*)?\s+0x[0-9a-f]+\s+0x([0-9a-f]+)\s+(\S.*)$/;

/**
 * Sizes by part. `partOf` tells the part of an object by its path as the map has it. What the
 * linker has dropped stands in another section of the map, or has no address.
 */
export function sizesOf(map: string, partOf: (object: string) => string): Map<string, Size> {
  const sizes = new Map<string, Size>();
  const [, kept = ""] = map.split("Linker script and memory map", 2);
  for (const line of kept.replace(/^( \.\S+)\n\s+0x/gm, "$1 0x").split("\n")) {
    const [, section, hexadecimal = "", object = ""] = sectionForm.exec(line) ?? [];
    if (section === undefined) continue;
    const part = partOf(object);
    const size = sizes.get(part) ?? { code_bytes: 0, constants_bytes: 0 };
    size[section === "rodata" ? "constants_bytes" : "code_bytes"] += parseInt(hexadecimal, 16);
    sizes.set(part, size);
  }
  return sizes;
}
