/** Schemas of docs/, for those who read a JSON file. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";

import { repository } from "../repository.ts";

/** A schema that is compiled when it is first asked for: most verbs read no such file. */
export function schemaOf<T>(path: string): () => ValidateFunction<T> {
  let compiled: ValidateFunction<T> | null = null;
  return () =>
    (compiled ??= new Ajv2020({ allErrors: true, strict: true }).compile<T>(
      JSON.parse(readFileSync(join(repository, path), "utf8")) as object,
    ));
}
