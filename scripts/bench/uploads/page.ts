/** docs/bench/uploads.md: the figures as tables, with the command that makes them. */
import type { UploadEntry } from "./entries.ts";
import { goalsOf } from "./goals.ts";
import type { Profile } from "./profiles.ts";

const titles: Record<UploadEntry["way"], string> = {
  limit: "the limit",
  curl: "curl",
  wamcam: "wamcam",
  original: "the original's way",
};

function kindOf({ bytes, connection }: UploadEntry): string {
  return `${bytes / 1000} KB, ${connection}`;
}

function rowOf(entry: UploadEntry): string {
  const { way, milliseconds, least_milliseconds, most_milliseconds, uploads } = entry;
  const measured = way !== "limit";
  const ms = (value: number): string => value.toFixed(0);
  return [
    ...["", kindOf(entry), titles[way], ms(milliseconds), entry.ratio_to_limit.toFixed(2)],
    ...[entry.ratio_to_curl.toFixed(2)],
    measured ? `${ms(least_milliseconds)} to ${ms(most_milliseconds)}` : "",
    ...[measured ? String(uploads) : "", measured ? String(entry.failures) : "", ""],
  ].join(" | ");
}

function tableOf(profile: Profile, entries: readonly UploadEntry[]): string {
  const rows = entries.filter((entry) => entry.profile === profile.name).map(rowOf);
  return `## ${profile.title}

| photo, connection | way | median in ms | to the limit | to curl | from, to in ms | uploads | failures |
| --- | --- | --: | --: | --: | --: | --: | --: |
${rows.join("\n")}`;
}

function goalTable(entries: readonly UploadEntry[]): string {
  const rows = goalsOf(entries).map(({ what, value, goal }) => `| ${what} | ${value} | ${goal} |`);
  return `| figure | measured | goal |\n| --- | --- | --- |\n${rows.join("\n")}`;
}

/** The page, before it is formatted. */
export function uploadPage(
  profiles: readonly Profile[],
  entries: readonly UploadEntry[],
  machine: string,
): string {
  return `# How fast photos are uploaded

Made by \`npm run bench -- --only uploads\` on ${machine}. What is measured, and how: [method](method.md).

${goalTable(entries)}

![Uploads in times of the limit](uploads.svg)

${profiles.map((profile) => tableOf(profile, entries)).join("\n\n")}
`;
}
