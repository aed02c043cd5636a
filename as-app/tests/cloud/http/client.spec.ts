import { HttpClient } from "../../../assembly/cloud/http/client";
import { Request } from "../../../assembly/cloud/http/request";
import { NetworkConfig } from "../../../assembly/config/camconfig";
import { HostError } from "../../../assembly/host/errors";
import { resetDoubles } from "../../double";
import { netDeadlines, netOpenFail, netPace, netSocketOptions } from "../net_script";

/** What the person asks of the network, and a request with a deadline of its own or without. */
function begin(network: NetworkConfig, stallMs: i32): void {
  const request = new Request("a", "GET", "/");
  request.stallMs = stallMs;
  new HttpClient(network).begin(request).step(0);
}

describe("a connection", () => {
  beforeEach(() => {
    resetDoubles();
  });

  it("gets the pace and the socket options that nobody changed", () => {
    begin(new NetworkConfig(), 0);
    expect(netPace(1)).toBe("0 80 0");
    expect(netSocketOptions(1)).toBe("0 10 5 3");
    expect(netDeadlines(1)).toBe("20000 20000 100000");
  });

  it("gets those that the person wants", () => {
    const network = new NetworkConfig();
    network.pauseMin_ms = 20;
    network.pauseMax_ms = 21;
    network.chunk_bytes = 2880;
    network.sendBuffer_bytes = 2881;
    network.keepAlive_s = 45;
    network.keepAliveInterval_s = 7;
    network.keepAliveProbes = 6;
    network.stall_s = 30;
    begin(network, 0);
    expect(netPace(1)).toBe("20 21 2880");
    expect(netSocketOptions(1)).toBe("2881 45 7 6");
    expect(netDeadlines(1)).toBe("20000 30000 100000");
  });

  it("keeps to the deadline of a request that has one", () => {
    begin(new NetworkConfig(), 10000);
    expect(netDeadlines(1)).toBe("20000 10000 100000");
  });

  it("gets nothing if it could not be opened", () => {
    netOpenFail(HostError.ACCESS);
    begin(new NetworkConfig(), 0);
    expect(netPace(1)).toBe("");
  });
});
