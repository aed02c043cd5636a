/**
 * Comparison of tagged JSON by the rules of the public TOML test suite: floats by value,
 * date-times to the millisecond, everything else exactly.
 */

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function tag(value: unknown): { type: string; text: string } | undefined {
  if (!isObject(value) || Object.keys(value).length !== 2) return undefined;
  const { type, value: text } = value;
  return typeof type === "string" && typeof text === "string" ? { type, text } : undefined;
}

function floatOf(text: string): number {
  const name = text.replace(/^\+/, "");
  if (name === "inf") return Infinity;
  if (name === "-inf") return -Infinity;
  return Number(name);
}

/** RFC 3339 in one spelling: T, Z, and exactly three digits of a second, cut off. */
function dateTimeOf(text: string): string {
  const spelled = text
    .toUpperCase()
    .replace(" ", "T")
    .replace(/[+-]00:00$/, "Z");
  return spelled.replace(
    /(:\d\d:\d\d|^\d\d:\d\d:\d\d)(?:\.(\d+))?/,
    (_, time: string, digits?: string) => {
      return `${time}.${(digits ?? "").slice(0, 3).padEnd(3, "0")}`;
    },
  );
}

function sameScalar(type: string, found: string, expected: string): boolean {
  if (type === "float") return Object.is(floatOf(found), floatOf(expected));
  if (type.includes("date") || type.includes("time")) {
    return dateTimeOf(found) === dateTimeOf(expected);
  }
  return found === expected;
}

/** Where two documents differ, as a path; undefined if they are the same. */
export function difference(found: unknown, expected: unknown, path = "$"): string | undefined {
  const [left, right] = [tag(found), tag(expected)];
  if (left !== undefined && right !== undefined) {
    const isSame = left.type === right.type && sameScalar(left.type, left.text, right.text);
    return isSame ? undefined : path;
  }
  if (Array.isArray(found) && Array.isArray(expected)) {
    if (found.length !== expected.length) return path;
    return firstDifference(found.map((value, i) => [value, expected[i], `${path}[${i}]`]));
  }
  if (!isObject(found) || !isObject(expected)) return path;
  const keys = Object.keys(expected);
  if (keys.length !== Object.keys(found).length) return path;
  if (keys.some((key) => !Object.hasOwn(found, key))) return path;
  return firstDifference(keys.map((key) => [found[key], expected[key], `${path}.${key}`]));
}

function firstDifference(pairs: [unknown, unknown, string][]): string | undefined {
  for (const [left, right, path] of pairs) {
    const place = difference(left, right, path);
    if (place !== undefined) return place;
  }
  return undefined;
}
