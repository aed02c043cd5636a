/** The part of a file that a request asks for (RFC 9110, section 14). */

export interface ByteRange {
  first: number;
  /** Included. */
  last: number;
}

/** `bytes=a-b`, `bytes=a-` and `bytes=-n`; null for none, undefined when it cannot be met. */
export function requestedRange(
  header: string | undefined,
  size_bytes: number,
): ByteRange | null | undefined {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(header ?? "") ?? [];
  if (from === undefined || to === undefined || from + to === "") return null;
  const first = from === "" ? Math.max(0, size_bytes - Number(to)) : Number(from);
  const last = from === "" || to === "" ? size_bytes - 1 : Math.min(Number(to), size_bytes - 1);
  return first <= last ? { first, last } : undefined;
}
