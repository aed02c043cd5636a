/** The configuration as tests outside see it: loads the files and logs what was found. */
import { CamConfigReader } from "../../assembly/config/camconfig_reader";
import { loadConfiguration } from "../../assembly/config/load";
import { Report } from "../../assembly/config/problem";
import { readSettingsTable } from "../../assembly/config/settings";
import { Source, TableReader } from "../../assembly/config/table_reader";
import { parseToml } from "../../assembly/config/toml";
import { write } from "../../assembly/host/log";
import { utf8 } from "../../assembly/host/text";
import { Level } from "../../assembly/log/level";

/** Log every problem as an error and every warning as one; the number of problems. */
export function load(): i32 {
  const result = loadConfiguration();
  for (let i = 0; i < result.problems.length; i++) say(Level.ERROR, result.problems[i].describe());
  for (let i = 0; i < result.warnings.length; i++)
    say(Level.WARNING, result.warnings[i].describe());
  return result.problems.length;
}

function say(level: Level, text: string): void {
  write(level, utf8(text));
}

function emptyTable(file: string): TableReader {
  const document = parseToml(new Uint8Array(0), 1);
  return new TableReader(new Report(), [new Source(file, document)], document.root, "");
}

function logKeys(file: string, table: TableReader): void {
  const name = table.name.length > 0 ? table.name + "." : "";
  for (let i = 0; i < table.known.length; i++)
    say(Level.INFORMATION, file + " " + name + table.known[i]);
}

/** Log every key that is read, with its file and table. */
export function logKnownKeys(): void {
  const settings = emptyTable("settings.toml");
  readSettingsTable(settings);
  logKeys("settings.toml", settings);
  const reader = new CamConfigReader(emptyTable("camconfig.toml"));
  reader.read();
  for (let i = 0; i < reader.tables.length; i++) logKeys("camconfig.toml", reader.tables[i]);
}

/** Free what earlier calls left behind. Nothing on the stack refers to it. */
export function collect(): void {
  __collect();
}
