import { percentEncode } from "../../../assembly/cloud/http/percent";
import { Request } from "../../../assembly/cloud/http/request";
import { fromUtf8 } from "../../../assembly/host/text";

function textOf(request: Request): string {
  const bytes = request.bytes();
  return fromUtf8(bytes, 0, bytes.length);
}

describe("a request", () => {
  it("has a head with host, agent and length, and no body", () => {
    const request = new Request("timeapi.io", "GET", "/api?x=1");
    expect(request.isSafe).toBe(true);
    expect(textOf(request)).toBe(
      "GET /api?x=1 HTTP/1.1\r\nHost: timeapi.io\r\nUser-Agent: wamcam/0.1.0\r\n" +
        "Accept-Encoding: identity\r\nContent-Length: 0\r\n\r\n",
    );
  });

  it("counts the bytes of its body, not the characters", () => {
    const request = new Request("a", "POST", "/");
    request.text("application/json", '"€"');
    const text = textOf(request);
    expect(text.endsWith('Content-Type: application/json\r\nContent-Length: 5\r\n\r\n"€"')).toBe(
      true,
    );
  });

  it("announces a file on the card without its bytes", () => {
    const request = new Request("a", "POST", "/");
    request.file("application/octet-stream", "x.jpg", 7, 5000000000);
    expect(textOf(request).endsWith("\r\nContent-Length: 5000000000\r\n\r\n")).toBe(true);
    expect(request.fileOffset).toBe(7);
    expect(request.fileBytes).toBe(5000000000);
  });

  it("lets nothing into the head that would end a line or is not ASCII", () => {
    const values: string[] = ["a\r\nX: 1", "a\n", "a\r", "\u0000", "\u007f", "é", "a\tb", "\ud800"];
    for (let index = 0; index < values.length; index++) {
      const request = new Request("a", "GET", "/");
      request.field("X", values[index]);
      expect(request.isSafe).toBe(false, index.toString());
      expect(textOf(request).includes("X: ")).toBe(false, index.toString());
      expect(new Request("a" + values[index], "GET", "/").isSafe).toBe(false);
      expect(new Request("a", "GET", "/" + values[index]).isSafe).toBe(false);
    }
    expect(new Request("a", "GET", "/a b").isSafe).toBe(false);
    expect(new Request("a", "GET", "no/slash").isSafe).toBe(false);
    expect(new Request("a b", "GET", "/").isSafe).toBe(false);
  });
});

describe("percent-encoding", () => {
  it("leaves only unreserved characters", () => {
    const unreserved = "ABCXYZabcxyz0189-._~";
    expect(percentEncode(unreserved)).toBe(unreserved);
    expect(percentEncode("%s %z")).toBe("%25s%20%25z");
    expect(percentEncode("Europe/Amsterdam")).toBe("Europe%2FAmsterdam");
    expect(percentEncode("a&b=c+d@[`{/:é€😀\n")).toBe(
      "a%26b%3Dc%2Bd%40%5B%60%7B%2F%3A%C3%A9%E2%82%AC%F0%9F%98%80%0A",
    );
  });

  it("takes no more memory than its text needs", () => {
    const text = "é".repeat(10000);
    const pages = memory.size();
    expect(percentEncode(text).length).toBe(60000);
    expect(memory.size() - pages).toBeLessThan(8);
  });
});
