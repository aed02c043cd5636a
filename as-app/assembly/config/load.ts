/** The front door: read all settings files, check them and say everything that is wrong. */
import { Zone, ZoneResult, parsePosixTz } from "../clock/posix_tz";
import { zoneOf } from "../clock/zone";
import { HostError, errorText } from "../host/errors";
import { readSettings } from "../host/settings";
import { Level } from "../log/level";
import { protectSettings } from "../log/secrets";
import { CamConfig } from "./camconfig";
import { CamConfigReader } from "./camconfig_reader";
import { mergeTables } from "./merge";
import { Problem, Report } from "./problem";
import { readSettingsTable, Settings } from "./settings";
import { Source, TableReader } from "./table_reader";
import { parseToml } from "./toml";

/** Bounds that keep all three files and their trees within a part of the memory. */
export const FILE_BYTES_MAX: i32 = 16384;
const NODES_MAX: i32 = 512;

const SETTINGS = "settings.toml";
const CAMCONFIG = "camconfig.toml";
const OVERRIDE = "override.toml";

/** What the files say. Usable only if there is no problem. */
export class ConfigurationResult {
  settings: Settings = new Settings();
  camconfig: CamConfig = new CamConfig();
  /** Of posix_tz if given, else of TIMEZONE; null only together with a problem. */
  zone: Zone | null = null;
  problems: Problem[] = [];
  warnings: Problem[] = [];
}

class Loader {
  private report: Report = new Report();

  load(): ConfigurationResult {
    const result = new ConfigurationResult();
    result.problems = this.report.problems;
    result.warnings = this.report.warnings;
    const isRead = this.loadCamConfig(result);
    this.loadSettings(result, isRead);
    // Before anything is said of them.
    protectSettings(result.settings);
    return result;
  }

  /** camconfig.toml, overridden by override.toml; true if both could be read. */
  private loadCamConfig(result: ConfigurationResult): bool {
    const base = this.readSource(CAMCONFIG, 0);
    const upper = this.readSource(OVERRIDE, 1);
    if (base === null) return false;
    const sources: Source[] = [base];
    const root = base.document.root;
    if (upper !== null) {
      sources.push(upper);
      mergeTables(root, upper.document.root);
    }
    const reader = new CamConfigReader(new TableReader(this.report, sources, root, ""));
    result.camconfig = reader.read();
    const posixTz = result.camconfig.timer.posixTz;
    if (posixTz.length > 0)
      result.zone = this.zoneIn(reader.timer, "posix_tz", parsePosixTz(posixTz));
    return true;
  }

  private loadSettings(result: ConfigurationResult, isCamConfigRead: bool): void {
    const problemsBefore = this.report.problems.length;
    let source = this.readSource(SETTINGS, 0);
    if (source === null) {
      if (this.report.problems.length > problemsBefore) return;
      source = new Source(SETTINGS, parseToml(new Uint8Array(0), 1));
    }
    const table = new TableReader(this.report, [source], source.document.root, "");
    const settings = readSettingsTable(table);
    result.settings = settings;
    table.warnOfUnknown();
    if (result.camconfig.timer.posixTz.length == 0) {
      result.zone = this.zoneIn(table, "TIMEZONE", zoneOf(settings.timeZone));
    }
    if (isCamConfigRead) this.checkAccounts(result, table);
  }

  /** Whether camconfig.toml needs an account that is not there. A log is no reason to stop. */
  private checkAccounts(result: ConfigurationResult, table: TableReader): void {
    const camconfig = result.camconfig;
    const settings = result.settings;
    if (camconfig.dropbox.enabled && !settings.hasDropbox) {
      table.find("DBX_ACCESS_TOKEN");
      table.complain(
        " is missing; add it, or add DBX_REFRESH_TOKEN and DBX_APP_KEY, " +
          "or write enabled = false under [dropbox] in camconfig.toml",
      );
    }
    if (camconfig.log.feedLevel != Level.OFF && !settings.hasAdafruit) {
      table.find("ADAFRUIT_AIO_KEY");
      table.warn(" or ADAFRUIT_AIO_USERNAME is missing; the log feed stays off");
    }
  }

  private zoneIn(table: TableReader, key: string, found: ZoneResult): Zone | null {
    table.find(key);
    if (found.error.length > 0) table.complain(": " + found.error);
    return found.zone;
  }

  /** A file that is TOML; null if it is missing, or after a problem was noted. */
  private readSource(name: string, layer: i32): Source | null {
    const file = readSettings(name);
    if (file.status == HostError.NOT_FOUND) {
      if (name == CAMCONFIG) {
        this.refuse(name, "the file is missing; begin with a copy of as-app/samples/" + name);
      }
      return null;
    }
    if (file.status == HostError.TOO_BIG || file.bytes.length > FILE_BYTES_MAX) {
      this.refuse(name, "the file is too big; it may have " + FILE_BYTES_MAX.toString() + " bytes");
      return null;
    }
    if (file.status < 0) {
      this.refuse(name, "the file cannot be read: " + errorText(file.status));
      return null;
    }
    const source = new Source(name, parseToml(file.bytes, NODES_MAX, layer));
    return this.isToml(source) ? source : null;
  }

  private isToml(source: Source): bool {
    const document = source.document;
    const at = document.errorAt;
    let text = document.error;
    if (text.length == 0) return true;
    if (source.file == SETTINGS && document.circuitPython.length > 0) {
      text += " (" + document.circuitPython + ")";
    }
    const line = document.lineOf(at);
    this.report.addProblem(new Problem(source.file, line, document.columnOf(at), "", text));
    return false;
  }

  private refuse(name: string, text: string): void {
    this.report.addProblem(new Problem(name, 0, 0, "", text));
  }
}

/** Read settings.toml, camconfig.toml and override.toml, in which the last word counts. */
export function loadConfiguration(): ConfigurationResult {
  return new Loader().load();
}
