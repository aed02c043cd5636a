/** Reads the log of a camera of the local network. */
import { BadOption } from "../bad_option.ts";
import { StepFailed } from "../build/tool.ts";
import type { Camera } from "./cameras.ts";
import { ask } from "./push.ts";

export interface LogPiece {
  /** Each with the letter of its level, E, W or I, and the seconds since the camera's start. */
  lines: string[];
  /** Where the next piece begins. */
  next: number;
}

/** What answers tells no log: firmware of before, or a board that keeps none. */
export class NoLog extends Error {}

/**
 * Lines from number `from` on, or the last ones if it is below 0; none: there are no more yet.
 * Throws NoLog, BadOption for a wrong token, StepFailed for a camera that does not answer.
 */
export async function readLog(camera: Camera, token: string, from: number): Promise<LogPiece> {
  const headers = { authorization: `Bearer ${token}` };
  const response = await ask(camera, `/log?from=${from}`, { headers });
  const text = await response.text();
  if (response.status === 401) {
    throw new BadOption(`${camera.name}: the token is not that of the camera.`);
  }
  const next = Number(response.headers.get("wamcam-next") ?? NaN);
  if (response.status === 404 || response.status === 501 || !Number.isInteger(next)) {
    throw new NoLog(`${camera.name} cannot tell its log over the network.`);
  }
  if (!response.ok) {
    throw new StepFailed(`${camera.name} does not tell its log now (${response.status}).`);
  }
  return { lines: text.split("\n").filter((line) => line !== ""), next };
}
