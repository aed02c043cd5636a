/** What an application may do, in words for the person whose camera it is. */
import { type Capability, readImportTable } from "../generate/import_table.ts";
import type { Manifest } from "./manifest.ts";

/** "a", "a and b", "a, b and c". */
function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? "nothing";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}

function hosts(names: readonly string[] | undefined, any: string): string {
  return names?.includes("*") === true ? any : listed(names ?? []);
}

/** What follows the capability's own words, where the manifest says more. */
function extent(name: string, manifest: Manifest): string {
  switch (name) {
    case "card":
      return manifest.folders?.includes("/") === true
        ? "everywhere on the memory card"
        : manifest.folders === undefined
          ? "nowhere on the memory card"
          : `below ${listed(manifest.folders)} on the memory card`;
    case "net":
      return hosts(manifest.hosts, "any host on the internet");
    case "sntp":
      return hosts(manifest.time_servers, "any server that it likes");
    default:
      return "";
  }
}

function sentence({ name, permission }: Capability, manifest: Manifest): string {
  return `${permission} ${extent(name, manifest)}`.trim();
}

/** One line for each capability, each to be read after "may". */
export function permissions(manifest: Manifest): string[] {
  const used = readImportTable().capabilities.filter(({ name }) => manifest.use.includes(name));
  return [
    ...used.map((capability) => sentence(capability, manifest)),
    `use ${manifest.memory_kib} KiB of memory`,
  ];
}
