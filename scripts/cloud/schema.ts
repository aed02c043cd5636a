/**
 * A small declarative schema for request arguments, strict in the way of Dropbox's own validators
 * (the Stone runtime): unknown fields and tags are refused, and the sentence names the field.
 */

/** What is wrong with an argument; `message` reads `field.field: problem`. */
export class SchemaError extends Error {
  readonly where: readonly string[];
  readonly problem: string;

  constructor(problem: string, where: readonly string[] = []) {
    super(where.length === 0 ? problem : `${where.join(".")}: ${problem}`);
    this.problem = problem;
    this.where = where;
  }
}

/** Checks a parsed JSON value and returns it typed, or throws a SchemaError. */
export type Schema<T> = (value: unknown) => T;

/** A field of a struct: its schema and what stands in when it is left out. */
export interface Field<T> {
  schema: Schema<T>;
  absent: "required" | { value: T };
}

export type Fields<T> = { [Name in keyof T]: Field<T[Name]> };

function typeName(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "list";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "float";
  return typeof value;
}

function expected(what: string, value: unknown): SchemaError {
  return new SchemaError(`expected ${what}, got ${typeName(value)}`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function within<T>(name: string, schema: Schema<T>, value: unknown): T {
  try {
    return schema(value);
  } catch (error) {
    if (error instanceof SchemaError) throw new SchemaError(error.problem, [name, ...error.where]);
    throw error;
  }
}

export interface StringRules {
  /** Must match as a whole. */
  pattern?: string;
  lengthMin?: number;
  lengthMax?: number;
}

export function string(rules: StringRules = {}): Schema<string> {
  const pattern = rules.pattern === undefined ? null : new RegExp(`^(?:${rules.pattern})$`, "u");
  return (value) => {
    if (typeof value !== "string") throw expected("string", value);
    const { lengthMin = 0, lengthMax = Infinity } = rules;
    const got = `characters, got ${value.length}`;
    if (value.length < lengthMin)
      throw new SchemaError(`'${value}' must be at least ${lengthMin} ${got}`);
    if (value.length > lengthMax)
      throw new SchemaError(`'${value}' must be at most ${lengthMax} ${got}`);
    if (pattern !== null && !pattern.test(value))
      throw new SchemaError(`'${value}' did not match pattern '${rules.pattern ?? ""}'`);
    return value;
  };
}

export const boolean: Schema<boolean> = (value) => {
  if (typeof value !== "boolean") throw expected("boolean", value);
  return value;
};

/** A whole number from `least` to `most`, both included. */
export function integer(least: number, most: number): Schema<number> {
  return (value) => {
    if (typeof value !== "number" || !Number.isInteger(value)) throw expected("integer", value);
    if (value < least || value > most)
      throw new SchemaError(`${value} is not within range [${least}, ${most}]`);
    return value;
  };
}

/** A UInt64, as far as numbers go here: sizes and offsets stay below 2^53. */
export const uint64 = integer(0, Number.MAX_SAFE_INTEGER);

/** `%Y-%m-%dT%H:%M:%SZ`: UTC and whole seconds, nothing else. */
export const timestamp: Schema<Date> = (value) => {
  if (typeof value !== "string") throw expected("timestamp", value);
  const parsed = new Date(value);
  const written = Number.isNaN(parsed.getTime()) ? "" : parsed.toISOString();
  if (written.replace(/\.000Z$/, "Z") !== value || !/^\d{4}-/.test(value))
    throw new SchemaError(`time data '${value}' does not match format '%Y-%m-%dT%H:%M:%SZ'`);
  return parsed;
};

export function list<T>(item: Schema<T>): Schema<T[]> {
  return (value) => {
    if (!Array.isArray(value)) throw expected("list", value);
    return value.map((each) => item(each));
  };
}

/** Anything at all; for values that are only counted. */
export const anything: Schema<unknown> = (value) => value;

export function required<T>(schema: Schema<T>): Field<T> {
  return { schema, absent: "required" };
}

export function defaulted<T>(schema: Schema<T>, value: T): Field<T> {
  return { schema, absent: { value } };
}

/** A nullable field: absent and null both count as null. */
export function optional<T>(schema: Schema<T>): Field<T | null> {
  return { schema: (value) => (value === null ? null : schema(value)), absent: { value: null } };
}

function field<T>(name: string, { schema, absent }: Field<T>, object: Record<string, unknown>): T {
  if (Object.hasOwn(object, name)) return within(name, schema, object[name]);
  if (absent === "required") throw new SchemaError(`missing required field '${name}'`);
  return absent.value;
}

/** An object with these fields and no others. */
export function struct<T extends object>(fields: Fields<T>): Schema<T> {
  return (value) => {
    if (!isObject(value)) throw expected("object", value);
    for (const name of Object.keys(value))
      if (!Object.hasOwn(fields, name)) throw new SchemaError(`unknown field '${name}'`);
    const names = Object.keys(fields) as (keyof T & string)[];
    return Object.fromEntries(names.map((name) => [name, field(name, fields[name], value)])) as T;
  };
}

/** A chosen member of a union. */
export interface Choice {
  tag: string;
  /** The member's value; null for a Void member. */
  value: unknown;
}

/** Members by tag: null for a Void member, else the schema of the value under the tag's name. */
export type Members = Record<string, Schema<unknown> | null>;

function voidMember(tag: string, extra: string[]): Choice {
  const [unexpected] = extra;
  if (unexpected !== undefined) throw new SchemaError(`unexpected key '${unexpected}'`, [tag]);
  return { tag, value: null };
}

/** A Void member may come as a bare string or as an object; one with a value needs the object. */
export function union(members: Members): Schema<Choice> {
  return (value) => {
    const tag = isObject(value) ? value[".tag"] : value;
    if (isObject(value) && tag === undefined) throw new SchemaError("missing '.tag' key");
    if (typeof tag !== "string") throw expected("string or object", value);
    const member = Object.hasOwn(members, tag) ? members[tag] : undefined;
    if (member === undefined) throw new SchemaError(`unknown tag '${tag}'`);
    const keys = isObject(value) ? Object.keys(value).filter((key) => key !== ".tag") : [];
    if (member === null) return voidMember(tag, keys);
    if (!isObject(value)) throw new SchemaError(`expected object for '${tag}', got symbol`);
    const [unexpected] = keys.filter((key) => key !== tag);
    if (unexpected !== undefined) throw new SchemaError(`unexpected key '${unexpected}'`, [tag]);
    if (!Object.hasOwn(value, tag)) throw new SchemaError(`missing '${tag}' key`);
    return { tag, value: within(tag, member, value[tag]) };
  };
}
