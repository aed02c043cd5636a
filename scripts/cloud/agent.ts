/** Reaching the cloud from Node.js under its real host names. */
import { Agent } from "node:https";
import type { AgentOptions } from "node:https";
import type { ConnectionOptions } from "node:tls";
import { connect } from "node:tls";

import type { Cloud } from "./cloud.ts";

/**
 * An agent for node:https that connects every host name to the cloud and trusts its authority.
 * The host name still goes into SNI, into the check of the certificate and into Host.
 */
export function agentFor(cloud: Pick<Cloud, "port" | "caPem">, options: AgentOptions = {}): Agent {
  const agent = new Agent({ ca: cloud.caPem, ...options });
  const createConnection = (wanted: ConnectionOptions) =>
    connect({ ...wanted, host: "127.0.0.1", port: cloud.port });
  return Object.assign(agent, { createConnection });
}
