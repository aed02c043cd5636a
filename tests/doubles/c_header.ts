/**
 * As much understanding of a C header as it takes to compare a double's with the real one: names,
 * parameter types, fields and values. Conditions of the preprocessor are not followed: of two
 * branches each counts.
 */

/** Text without comments, attributes and line continuations; preprocessor lines stay. */
function plain(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, " ")
    .replace(/\/\/[^\n]*/g, " ")
    .replace(/\\\n/g, " ")
    .replace(/\bPRIVILEGED_FUNCTION\b/g, " ") // FreeRTOS's, behind its prototypes
    .replace(/__attribute__\s*\(\((?:[^()]|\([^()]*\))*\)\)/g, " ");
}

function withoutDirectives(text: string): string {
  return text.replace(/^[ \t]*#[^\n]*$/gm, " ").replace(/extern "C" \{/g, " ");
}

/** One form for all ways to put blanks around stars and commas. */
function tidy(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .replace(/\s*\*\s*/g, " *")
    .replace(/\*\s\*/g, "**")
    .replace(/\s*\(\s*/g, "(")
    .trim();
}

/** A parameter's type: its name, if it has one, is left out. */
function parameterType(parameter: string): string {
  const text = tidy(parameter);
  if (text === "void" || text === "...") return text;
  const named = /^(.*[ *])([A-Za-z_]\w*)$/.exec(text);
  const [, type = "", name = ""] = named ?? [];
  // "unsigned int" and "const char" end with a type, not with a name.
  const isType = /^(int|char|long|short|void|float|double)$/.test(name) || type.trim() === "const";
  return named === null || isType ? text : type.trim();
}

export interface CHeader {
  /** `result(parameter types)` of each function that is declared. */
  functions: Map<string, string>;
  /** Fields of each structure and union by its typedef name, as `type name`. */
  structures: Map<string, Set<string>>;
  /** Values of macros and of constants in enumerations, as text without blanks and parentheses. */
  constants: Map<string, Set<string>>;
}

function addConstant(constants: Map<string, Set<string>>, name: string, value: string): void {
  const values = constants.get(name) ?? new Set<string>();
  values.add(value);
  constants.set(name, values);
}

function numberOf(text: string): number | undefined {
  const bit = /^BIT\((\d+)\)$/.exec(text.replace(/\s/g, ""));
  if (bit !== null) return 2 ** Number(bit[1]);
  const bare = text.replace(/[\s()]/g, "");
  const shift = /^(\d+)<<(\d+)$/.exec(bare);
  if (shift !== null) return Number(shift[1]) * 2 ** Number(shift[2]);
  return /^-?(0x[0-9a-f]+|\d+)$/i.test(bare) ? Number(bare) : undefined;
}

function constantText(text: string): string {
  const number = numberOf(text);
  return number === undefined ? text.replace(/[\s()]/g, "") : String(number);
}

function readMacros(text: string, constants: Map<string, Set<string>>): void {
  for (const [, name = "", value = ""] of text.matchAll(/^[ \t]*#define[ \t]+(\w+)[ \t]+(.+)$/gm)) {
    addConstant(constants, name, constantText(value));
  }
}

/** Constants count up from the one before; what cannot be computed here stays as text. */
function readEnumeration(body: string, constants: Map<string, Set<string>>): void {
  let next: number | undefined = 0;
  for (const member of body.split(",")) {
    const [, name, value] = /^\s*(\w+)\s*(?:=([\s\S]*))?$/.exec(member) ?? [];
    if (name === undefined) continue;
    const known: number | undefined = value === undefined ? next : numberOf(value);
    addConstant(constants, name, known === undefined ? constantText(value ?? "?") : String(known));
    next = known === undefined ? undefined : known + 1;
  }
}

function fieldsOf(body: string): Set<string> {
  // The members of a union without a name belong to the structure around it.
  const flat = body.replace(/\b(union|struct)\s*\{/g, " ").replace(/\}\s*;/g, " ");
  return new Set(
    flat.split(";").flatMap((field) => {
      const text = tidy(field.replace(/:\s*\d+\s*$/, ""));
      return text.length > 0 ? [text] : [];
    }),
  );
}

/** Index behind the brace that closes the one at `open`. */
function closing(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === "{") depth++;
    if (text[at] === "}" && --depth === 0) return at + 1;
  }
  return text.length;
}

function readBlocks(text: string, header: CHeader): string {
  let rest = "";
  let from = 0;
  for (const found of text.matchAll(/typedef\s+(enum|struct|union)\s*(\w*)\s*\{/g)) {
    if (found.index < from) continue;
    const open = found.index + found[0].length - 1;
    const end = closing(text, open);
    const body = text.slice(open + 1, end - 1);
    const [, name = ""] = /^\s*(\w+)/.exec(text.slice(end)) ?? [];
    if (found[1] === "enum") readEnumeration(body, header.constants);
    else header.structures.set(name, fieldsOf(body));
    rest += text.slice(from, found.index);
    from = end;
  }
  return rest + text.slice(from);
}

function readFunctions(text: string, functions: Map<string, string>): void {
  const prototype =
    /(?:^|[;{}])\s*((?:[A-Za-z_]\w*[\s*]+)+?)([A-Za-z_]\w*)\s*\(([^()]*)\)\s*(?=;)/g;
  for (const [, result = "", name = "", parameters = ""] of text.matchAll(prototype)) {
    if (/\b(typedef|return|else)\b/.test(result)) continue;
    const types = parameters.split(",").map(parameterType);
    functions.set(name, `${tidy(result.replace(/\bextern\b/g, ""))}(${types.join(", ")})`);
  }
}

export function readHeader(text: string): CHeader {
  const header: CHeader = { functions: new Map(), structures: new Map(), constants: new Map() };
  const stripped = plain(text);
  readMacros(stripped, header.constants);
  readFunctions(readBlocks(withoutDirectives(stripped), header), header.functions);
  return header;
}

/** What `double` declares in another way than `real`, one sentence each. */
export function differences(double: CHeader, real: CHeader): string[] {
  const found: string[] = [];
  for (const [name, signature] of double.functions) {
    const actual = real.functions.get(name);
    if (actual !== signature) found.push(`${name}: ${signature}, really ${actual ?? "missing"}`);
  }
  for (const [name, fields] of double.structures) {
    const actual = real.structures.get(name);
    for (const field of fields) {
      if (actual?.has(field) !== true) found.push(`${name} has no field "${field}"`);
    }
  }
  for (const [name, values] of double.constants) {
    const actual = real.constants.get(name);
    for (const value of values) {
      if (actual?.has(value) !== true) {
        found.push(`${name} is ${value}, really ${[...(actual ?? ["missing"])].join(" or ")}`);
      }
    }
  }
  return found;
}
