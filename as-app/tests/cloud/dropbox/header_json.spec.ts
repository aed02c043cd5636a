import { headerJsonString } from "../../../assembly/cloud/dropbox/header_json";
import { readJsonObject } from "../../../assembly/cloud/json/value";
import { utf8 } from "../../../assembly/host/text";

describe("JSON in a header", () => {
  it("agrees with the example in Dropbox's documentation", () => {
    expect(headerJsonString("some_üñîcødé_and_\u007f")).toBe(
      '"some_\\u00fc\\u00f1\\u00eec\\u00f8d\\u00e9_and_\\u007f"',
    );
  });

  it("escapes quotes, backslashes, controls and both halves of a pair", () => {
    expect(headerJsonString('a"b\\c\r\n\t😀')).toBe(
      '"a\\"b\\\\c\\u000d\\u000a\\u0009\\ud83d\\ude00"',
    );
  });

  it("is visible ASCII for every unit, and reads back as the same text", () => {
    for (let unit = 0; unit < 0x10000; unit += unit < 0x300 ? 1 : 251) {
      const text = String.fromCharCode(unit);
      const json = headerJsonString(text);
      for (let index = 0; index < json.length; index++) {
        const code = json.charCodeAt(index);
        expect(code >= 0x20 && code < 0x7f).toBe(true);
      }
      const bytes = utf8('{"a":' + json + "}");
      expect(readJsonObject(bytes, bytes.length).member("a").text()).toBe(text);
    }
  });

  it("takes no more memory than its text needs", () => {
    const text = "é".repeat(10000);
    const pages = memory.size();
    expect(headerJsonString(text).length).toBe(60002);
    // Twice 120,000 bytes, and some room for the tests' own.
    expect(memory.size() - pages).toBeLessThan(8);
  });
});
