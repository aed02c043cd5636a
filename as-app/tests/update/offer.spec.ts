import { JsonValue, readJsonObject } from "../../assembly/cloud/json/value";
import { utf8 } from "../../assembly/host/text";
import { Offer, offerOf } from "../../assembly/update/offer";

const INDEX = "https://updates.example.com/cameras/index.json";
const HASH = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

function entriesOf(text: string): JsonValue {
  const bytes = utf8('{"applications":' + text + "}");
  return readJsonObject(bytes, bytes.length).member("applications");
}

/** An entry for everybody, with more members. */
function entry(url: string, more: string): string {
  const members = '"name":"timelapse","version":"1.2.3","abi":1,"bytes":5000,"sha256":"' + HASH;
  return "{" + members + '","url":"' + url + '"' + more + "}";
}

function offered(text: string, camera: string = "CAM1"): Offer | null {
  return offerOf(entriesOf(text), INDEX, camera);
}

function placeOf(text: string, camera: string = "CAM1"): string {
  const offer = offered(text, camera);
  return offer == null ? "" : offer.place;
}

describe("the entry of an index that a camera takes", () => {
  it("tells all that is needed", () => {
    const offer = offered("[" + entry("a.wasm", ',"trial_s":60,"downgrade":true') + "]")!;
    expect(offer.place).toBe("https://updates.example.com/cameras/a.wasm");
    expect(offer.name).toBe(offer.place);
    expect(offer.bytes).toBe(5000);
    expect(offer.hash).toBe(HASH);
    expect(offer.flags).toBe(1);
    expect(offer.trial_s).toBe(60);
    expect(offer.isWhole()).toBe(true);
  });

  it("may stand anywhere", () => {
    expect(placeOf("[" + entry("/b.wasm", "") + "]")).toBe("https://updates.example.com/b.wasm");
    expect(placeOf("[" + entry("https://h.example/c", "") + "]")).toBe("https://h.example/c");
    expect(placeOf("[" + entry("sub/d.wasm", "") + "]")).toBe(
      "https://updates.example.com/cameras/sub/d.wasm",
    );
  });

  it("is the first that fits: by name of the application, by ABI, and by name of the camera", () => {
    const other = '{"name":"motion","url":"m.wasm"}';
    const future = entry("future.wasm", "").replace('"abi":1', '"abi":2');
    const some = entry("some.wasm", ',"cameras":["CAM2","CAM3"]');
    const all = "[" + other + "," + future + "," + some + " , " + entry("all.wasm", "") + "]";
    expect(placeOf(all, "CAM3").endsWith("/some.wasm")).toBe(true);
    expect(placeOf(all, "CAM1").endsWith("/all.wasm")).toBe(true);
    expect(placeOf("[" + some + "]", "CAM1")).toBe("");
    expect(placeOf("[" + entry("none.wasm", ',"cameras":[]') + "]")).toBe("");
  });

  it("may be for a share of the cameras, by the CRC-32 of the name", () => {
    // The check value of CRC-32: "123456789" is 0xcbf43926, and 3421780262 % 100 is 62.
    const share = (percent: i32): string =>
      placeOf("[" + entry("a.wasm", ',"percent":' + percent.toString()) + "]", "123456789");
    expect(share(62)).toBe("");
    expect(share(63).length).toBeGreaterThan(0);
    expect(share(0)).toBe("");
    expect(share(100).length).toBeGreaterThan(0);
  });

  it("is none in what is no list of objects", () => {
    const texts: string[] = ["[]", "{}", "1", "null", '"x"', "[1,null,[],{}]", "[[]]", "[ ]"];
    for (let index = 0; index < texts.length; index++) {
      expect(placeOf(texts[index])).toBe("", texts[index]);
    }
  });

  it("is not whole without a size, or a hash", () => {
    const whole = "[" + entry("a.wasm", "") + "]";
    expect(offered(whole.replace('"bytes":5000', '"bytes":0'))!.isWhole()).toBe(false);
    expect(offered(whole.replace('"bytes":5000', '"bytes":"9"'))!.isWhole()).toBe(false);
    expect(offered(whole.replace('"bytes":5000', '"bytes":5000000000'))!.isWhole()).toBe(false);
    expect(offered(whole.replace(HASH, HASH.substring(1)))!.isWhole()).toBe(false);
  });
});
