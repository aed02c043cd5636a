/** docs/status.schema.json, compiled by a validator. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { Ajv2020 } from "ajv/dist/2020.js";

import { repository } from "../../scripts/repository.ts";

interface Schema {
  properties: Record<string, unknown>;
  required: string[];
}

export const statusSchema = JSON.parse(
  readFileSync(join(repository, "docs/status.schema.json"), "utf8"),
) as Schema;

const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(
  statusSchema,
);

/** What is wrong with a status, one sentence per problem. */
export function statusProblems(status: unknown): string[] {
  return validate(status)
    ? []
    : (validate.errors ?? []).map(
        ({ instancePath, message }) => `${instancePath} ${message ?? ""}`,
      );
}
