/** What a ledger tells, in sentences. */
import type { LedgerContent, Missing } from "./ledger.ts";

const DASH = "\u2013";

/** Date and time of day in a zone, "2025-06-15" and "03:10". */
type LocalTime = (utcMs: number) => { date: string; time: string };

/** Local times of an IANA zone. Throws a RangeError if there is no such zone. */
export function localTimes(timeZone: string): LocalTime {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    hourCycle: "h23",
    ...{ year: "numeric", month: "2-digit", day: "2-digit" },
    ...{ hour: "2-digit", minute: "2-digit" },
  });
  return (utcMs) => {
    const parts = new Map(format.formatToParts(utcMs).map(({ type, value }) => [type, value]));
    const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? "";
    return {
      date: `${part("year")}-${part("month")}-${part("day")}`,
      time: `${part("hour")}:${part("minute")}`,
    };
  };
}

function period({ firstDueMs, lastDueMs }: Missing, local: LocalTime): string {
  if (firstDueMs === undefined) return "at an unknown time";
  const from = local(firstDueMs);
  const to = local(lastDueMs ?? firstDueMs);
  const start = `${from.date} ${from.time}`;
  if (to.date !== from.date) return `${start} ${DASH} ${to.date} ${to.time}`;
  return to.time === from.time ? start : `${start}${DASH}${to.time}`;
}

/** "17 missing 2025-06-15 03:10–03:18: card full" */
export function missingLine(missing: Missing, local: LocalTime): string {
  return `${missing.count} missing ${period(missing, local)}: ${missing.reason}`;
}

function totalLines({ totals, starts }: LedgerContent): string[] {
  const rows: [string, number, string][] = [
    ["planned", totals.planned, `in ${starts} ${starts === 1 ? "start" : "starts"} of the camera`],
    ["stored", totals.stored, totals.doubtful > 0 ? `${totals.doubtful} of them doubtful` : ""],
    ["verified", totals.verified, "safe in the cloud"],
    ["pending", totals.pending, totals.refused > 0 ? `${totals.refused} of them refused` : ""],
    ["deleted", totals.deleted, "removed from the card on purpose"],
    ["missed", totals.missed, "never became a photo"],
    ["lost", totals.lost, "not on the card any more before they were uploaded"],
  ];
  return rows.map(([name, count, note]) =>
    `${name.padEnd(10)}${String(count).padStart(8)}  ${note}`.trimEnd(),
  );
}

/** The whole report, a line each. */
export function reportLines(content: LedgerContent, timeZone: string): string[] {
  const local = localTimes(timeZone);
  const lines = content.missing.map((missing) => missingLine(missing, local));
  if (lines.length === 0) lines.push("No shot is missing.");
  lines.push("", ...totalLines(content), "", `Times are those of ${timeZone}.`);
  if (content.dropped > 0) {
    lines.push(`${content.dropped} records could not be written while the card failed.`);
  }
  if (content.givenUp > 0) {
    lines.push(
      `Of ${content.givenUp} more shots the ledger tells nothing any more: nothing of them was left on a full card.`,
    );
  }
  for (const { file, line, torn } of content.damaged) {
    const what = torn
      ? "the last line is torn: power was cut while it was written"
      : "this line is damaged and was left out";
    lines.push(`${file}:${line}: ${what}`);
  }
  return lines;
}
