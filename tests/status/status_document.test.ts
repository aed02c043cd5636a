/** The page about status.json and its schema agree. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { repository } from "../../scripts/repository.ts";
import { statusProblems, statusSchema } from "./status_schema.ts";

/** Names of the fields in the table of docs/status.md. */
function documentedFields(): string[] {
  const text = readFileSync(join(repository, "docs/status.md"), "utf8");
  return [...text.matchAll(/^\| `(\w+)`/gm)].map((match) => match[1] ?? "");
}

describe("docs/status.md", () => {
  it("has a row for every field of the schema, in its order, and no other", () => {
    expect(documentedFields()).toEqual(Object.keys(statusSchema.properties));
    expect(statusSchema.required).toEqual(Object.keys(statusSchema.properties));
  });

  it("names every word that a field may have", () => {
    const text = readFileSync(join(repository, "docs/status.md"), "utf8");
    for (const property of Object.values(statusSchema.properties) as { enum?: string[] }[]) {
      for (const word of property.enum ?? []) expect(text).toContain(`\`${word}\``);
    }
  });
});

describe("docs/status.schema.json", () => {
  it("says of nothing that all is missing", () => {
    expect(statusProblems({})).toHaveLength(statusSchema.required.length);
    expect(statusProblems([])).toHaveLength(1);
  });
});
