/**
 * Doubles of the host imports for as-pect. Each capability is a class with methods named as in
 * imports.json; methods of `control` are imported by tests from the module "double".
 */
import { readFileSync } from "node:fs";

import { AppDouble } from "./app.mjs";
import { BoardDouble } from "./board.mjs";
import { CameraDouble } from "./camera.mjs";
import { CardDouble } from "./card.mjs";
import { ClockDouble } from "./clock.mjs";
import { errors } from "./errors.mjs";
import { LogDouble } from "./log.mjs";
import { GuestMemory } from "./memory.mjs";
import { NetDouble } from "./net.mjs";
import { PowerDouble } from "./power.mjs";
import { RandomDouble } from "./random.mjs";
import { ReportDouble } from "./report.mjs";
import { SettingsDouble } from "./settings.mjs";
import { SntpDouble } from "./sntp.mjs";
import { UpdateDouble } from "./update.mjs";
import { WifiDouble } from "./wifi.mjs";

const table = JSON.parse(
  readFileSync(new URL("../../../idf-components/wamcam/imports.json", import.meta.url), "utf8"),
);

/** Every import of the table bound to its double; a double that lacks one is an error. */
function bind(doubles) {
  const imports = {};
  for (const { name: capability, functions } of table.capabilities) {
    imports[capability] = {};
    for (const { name, signature } of functions) {
      const method = doubles[capability]?.[name];
      if (typeof method !== "function") {
        throw new Error(`as-app/tests/double: ${capability}.${name}${signature} has no double`);
      }
      imports[capability][name] = method.bind(doubles[capability]);
    }
  }
  return imports;
}

export function createHostDouble() {
  const memory = new GuestMemory();
  const clock = new ClockDouble();
  const doubles = {
    app: new AppDouble(),
    board: new BoardDouble(memory),
    camera: new CameraDouble(memory, clock),
    card: new CardDouble(memory),
    clock,
    log: new LogDouble(memory),
    net: new NetDouble(memory),
    power: new PowerDouble(memory),
    random: new RandomDouble(memory),
    report: new ReportDouble(memory),
    settings: new SettingsDouble(memory),
    sntp: new SntpDouble(memory),
    update: new UpdateDouble(memory),
    wifi: new WifiDouble(memory),
  };
  const control = {
    /** Put every double back to its first state. */
    reset() {
      for (const double of Object.values(doubles)) double.reset();
    },
  };
  for (const double of Object.values(doubles)) {
    for (const [name, method] of Object.entries(double.control ?? {})) control[name] = method;
  }
  return {
    imports: { ...bind(doubles), double: control },
    attach: (guest) => memory.attach(guest),
    errors,
  };
}
