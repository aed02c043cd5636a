/** The front door of the configuration: files in, values and sentences out. */
import { errorText, HostError } from "../host/errors";
import { readSettings } from "../host/settings";
import { CamConfig } from "./camconfig";
import { readCameraTable } from "./camera_table";
import { Problem, Report } from "./problem";
import { Settings, readSettingsTable } from "./settings";
import { readDropboxTable, readLocalTable } from "./storage_tables";
import { Source, TableReader } from "./table_reader";
import { readTimerTable } from "./timer_table";
import { Document, parseToml } from "./toml";
import { Node } from "./toml_node";

/** More values than any settings file has; the memory is small. */
const NODES_MAX: i32 = 1000;

/** What was read and what is wrong with it; with problems the values are not to be used. */
export class ConfigurationResult {
  settings: Settings = new Settings();
  camconfig: CamConfig = new CamConfig();

  constructor(private readonly report: Report) {}

  get problems(): Problem[] {
    return this.report.problems;
  }

  get warnings(): Problem[] {
    return this.report.warnings;
  }
}

/** A parsed file, or null with a problem in the report; a missing file is one if it is needed. */
function open(report: Report, file: string, isNeeded: bool, advice: string): Source | null {
  const read = readSettings(file);
  if (read.status == HostError.NOT_FOUND) {
    if (isNeeded) report.addProblem(new Problem(file, 0, 0, "", "is missing; " + advice));
    return null;
  }
  if (read.status < 0) {
    const text = "cannot be read: " + errorText(read.status);
    report.addProblem(new Problem(file, 0, 0, "", text));
    return null;
  }
  const document = parseToml(read.bytes, NODES_MAX);
  if (document.error.length > 0) {
    addSyntaxProblem(report, file, document);
    return null;
  }
  return new Source(file, document);
}

function addSyntaxProblem(report: Report, file: string, document: Document): void {
  const at = document.errorAt;
  let text = document.error;
  if (file == "settings.toml" && document.circuitPython.length > 0) {
    text += " (" + document.circuitPython + ")";
  }
  const line = document.lineOf(at);
  report.addProblem(new Problem(file, line, document.columnOf(at), "", text));
}

function rootOf(report: Report, sources: Source[]): TableReader {
  const roots = new Array<Node | null>(sources.length);
  for (let index = 0; index < sources.length; index++) roots[index] = sources[index].document.root;
  return new TableReader(report, sources, roots, "");
}

/** Dropbox is wanted, but nothing says as whom. */
function checkAccount(report: Report, result: ConfigurationResult): void {
  if (!result.camconfig.dropbox.enabled || result.settings.hasDropbox) return;
  const text =
    "has no Dropbox account; add DBX_APP_KEY and DBX_REFRESH_TOKEN (or DBX_ACCESS_TOKEN), " +
    "or set enabled = false in [dropbox] of camconfig.toml";
  report.addProblem(new Problem("settings.toml", 0, 0, "DBX_REFRESH_TOKEN", text));
}

/** Read settings.toml, camconfig.toml and, if it is there, override.toml, whose values win. */
export function loadConfiguration(): ConfigurationResult {
  const report = new Report();
  const result = new ConfigurationResult(report);
  const settings = open(report, "settings.toml", true, "copy the sample and put in your accounts");
  if (settings !== null) {
    const table = rootOf(report, [settings]);
    result.settings = readSettingsTable(table);
    table.warnOfUnknown();
  }
  const camconfig = open(report, "camconfig.toml", true, "copy the sample and change it");
  const overriding = open(report, "override.toml", false, "");
  if (camconfig === null) return result;
  const sources: Source[] = [camconfig];
  if (overriding !== null) sources.push(overriding);
  const root = rootOf(report, sources);
  result.camconfig.camera = readCameraTable(root.table("camera"));
  result.camconfig.timer = readTimerTable(root.table("timer"));
  result.camconfig.local = readLocalTable(root.table("local"));
  result.camconfig.dropbox = readDropboxTable(root.table("dropbox"));
  root.warnOfUnknown();
  if (settings !== null) checkAccount(report, result);
  return result;
}
