/** Sends an application to a camera of the local network. */
import { BadOption } from "../bad_option.ts";
import { StepFailed } from "../build/tool.ts";
import type { Camera } from "./cameras.ts";

/** A slow board writes its flash memory and checks the signature meanwhile. */
const answer_ms = 60_000;

/** Which application runs, as the import update.state tells it. */
export interface ApplicationState {
  application_name: string;
  application_slot: "factory" | "a" | "b";
  application_trial: boolean;
  last_failure: string | null;
}

export interface PushOptions {
  token: string;
  /** Take an older version, too. */
  downgrade: boolean;
  /** Take one, too, that has failed before. */
  again: boolean;
  /** Take it also while another one is on trial, which has to go. */
  replace: boolean;
  /** How long it must run to be confirmed; null: as the camera has it. */
  trial_s: number | null;
}

function query({ downgrade, again, replace, trial_s }: PushOptions): string {
  const parts = new URLSearchParams();
  if (downgrade) parts.set("downgrade", "");
  if (again) parts.set("again", "");
  if (replace) parts.set("replace", "");
  if (trial_s !== null) parts.set("trial_s", String(trial_s));
  return parts.size === 0 ? "" : `?${parts.toString()}`;
}

export async function ask(camera: Camera, path: string, request: RequestInit): Promise<Response> {
  try {
    const signal = AbortSignal.timeout(answer_ms);
    return await fetch(`http://${camera.at}${path}`, { ...request, signal });
  } catch (error) {
    const cause = (error as { cause?: Error }).cause ?? (error as Error);
    throw new StepFailed(
      `${camera.name} at ${camera.at} does not answer (${cause.message}). Is it on, in this ` +
        "network, and is WAMCAM_TOKEN in its settings.toml?",
    );
  }
}

/** What the camera says; its own sentence if it refuses. */
async function answerOf(camera: Camera, response: Response): Promise<ApplicationState> {
  const text = await response.text();
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    throw new StepFailed(`What answers at ${camera.at} is no wamcam camera (${response.status}).`);
  }
  if (response.status === 401) {
    throw new BadOption(`${camera.name}: ${(answer as { error: string }).error}.`);
  }
  if (!response.ok) {
    throw new StepFailed(`${camera.name} has refused it: ${(answer as { error: string }).error}.`);
  }
  return answer as ApplicationState;
}

/** Which application runs on a camera. Throws BadOption for a wrong token, StepFailed else. */
export async function readState(camera: Camera, token: string): Promise<ApplicationState> {
  const headers = { authorization: `Bearer ${token}` };
  return answerOf(camera, await ask(camera, "/application", { headers }));
}

/** Hand a file over; the camera tries it as soon as what runs there has stopped. */
export async function push(
  camera: Camera,
  file: Uint8Array<ArrayBuffer>,
  options: PushOptions,
): Promise<ApplicationState> {
  const headers = {
    authorization: `Bearer ${options.token}`,
    "content-type": "application/wasm",
  };
  const request = { method: "PUT", headers, body: file };
  return answerOf(camera, await ask(camera, `/application${query(options)}`, request));
}
