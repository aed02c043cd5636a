/** Error numbers of imports.json by name. */
import { readFileSync } from "node:fs";

const table = JSON.parse(
  readFileSync(new URL("../../../idf-components/wamcam/imports.json", import.meta.url), "utf8"),
);

export const errors = Object.fromEntries(
  Object.entries(table.errors).map(([name, [value]]) => [name, value]),
);
