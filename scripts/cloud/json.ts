/** JSON as Dropbox writes it. */

/** Escape every UTF-16 unit from DEL on, which makes a JSON text safe in an HTTP header. */
function escapeUnsafe(json: string): string {
  return json.replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  const members = fields.map(([name, field]) => `${JSON.stringify(name)}: ${spaced(field)}`);
  return `{${members.join(", ")}}`;
}

/**
 * JSON with a blank after each comma and colon and nothing but ASCII before DEL, the form of
 * Dropbox's bodies and of the header Dropbox-API-Result. Fields that are undefined are left out.
 */
export function headerSafeJson(value: unknown): string {
  return escapeUnsafe(spaced(value));
}
