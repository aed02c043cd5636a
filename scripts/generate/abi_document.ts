/** The generated part of docs/abi.md: every import with its meaning. */
import type { HostFunction, ImportTable } from "./import_table.ts";

const begin = "<!-- generated from imports.json: begin -->";
const end = "<!-- generated from imports.json: end -->";

function call(entry: HostFunction): string {
  return `${entry.capability}.${entry.name}(${entry.parameters.map(({ name }) => name).join(", ")})`;
}

function generatedPart(table: ImportTable): string {
  const sections = table.capabilities.map(({ name, about, functions }) => {
    const rows = functions.map(
      (entry) => `| \`${call(entry)}\` | \`${entry.signature}\` | ${entry.about} |`,
    );
    return `### ${name}\n\n${about}\n\n| import | signature | meaning |\n| --- | --- | --- |\n${rows.join("\n")}`;
  });
  const errors = table.errors.map(
    ({ name, value, about }) => `| \`${name}\` | ${value} | ${about} |`,
  );
  return `ABI version ${table.abi}. ${table.about}

${sections.join("\n\n")}

### Errors

| name | value | meaning |
| --- | --- | --- |
${errors.join("\n")}`;
}

/** docs/abi.md with its generated part renewed; the rest is kept as it is. */
export function abiDocument(table: ImportTable, current: string): string {
  const from = current.indexOf(begin);
  const to = current.indexOf(end);
  if (from < 0 || to < from) {
    throw new Error(`docs/abi.md: the markers "${begin}" and "${end}" are missing or out of order`);
  }
  return `${current.slice(0, from + begin.length)}\n\n${generatedPart(table)}\n\n${current.slice(to)}`;
}
