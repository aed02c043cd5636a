import { HostError } from "../../assembly/host/errors";
import { readSettings } from "../../assembly/host/settings";
import { fromUtf8 } from "../../assembly/host/text";
import { resetDoubles, settingsPut } from "../double";

describe("settings files", () => {
  beforeEach(() => {
    resetDoubles();
  });

  it("are read as a whole, beyond one chunk", () => {
    const text = "# é\n".repeat(2000);
    settingsPut("camconfig.toml", text);
    const file = readSettings("camconfig.toml");
    expect(file.status).toBe(0);
    expect(fromUtf8(file.bytes, 0, file.bytes.length)).toBe(text);
  });

  it("are refused above the limit", () => {
    settingsPut("camconfig.toml", "#".repeat(70000));
    expect(readSettings("camconfig.toml").status).toBe(HostError.TOO_BIG);
  });

  it("may be missing", () => {
    expect(readSettings("camconfig.toml").status).toBe(HostError.NOT_FOUND);
  });
});
