/** Where sources of time-zone data disagree because they are of different age. */
/**
 * Zones whose rule was changed between the tz data of Node 20 (2025c) and the table's (2026c): a
 * Node with older data may differ here, and only here.
 */
export const changedSince2025c = [
  "Africa/Casablanca",
  "Africa/El_Aaiun",
  "America/Edmonton",
  "America/Vancouver",
  "America/Yellowknife",
  "Canada/Mountain",
  "Canada/Pacific",
  "Europe/Chisinau",
  "Europe/Tiraspol",
];
