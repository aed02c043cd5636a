/** The options of `wamcam run`, checked one by one before anything is built or started. */
import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";

import { BadOption, wholeNumber } from "../bad_option.ts";

/** Options of everything that runs on a board, as they are typed. */
export interface RawBoardOptions {
  out: string;
  camera: string;
  speed: string;
  cloud: string;
  date?: string;
  settings?: string;
  camconfig?: string;
  ca?: string;
  record?: string;
}

/** Options of a run as they are typed. */
export interface RawRunOptions extends RawBoardOptions {
  shots?: string;
  every?: string;
  console?: boolean;
}

/** A board and what is around it. */
export interface BoardOptions {
  /** Absolute path of the output folder. */
  out: string;
  /** As the board takes it: scene, folder:/absolute/path or /dev/videoN. */
  camera: string;
  /** How many times faster than real time the camera's clock runs. */
  speed: number;
  cloud: "local" | "dropbox";
  /** Moment at which the camera's clock starts; null for now. */
  date: StartDate | null;
  /** Absolute paths of the person's own files; null for the samples. */
  settings: string | null;
  camconfig: string | null;
  /** Absolute path of a file of trusted certificates in PEM; null for the right one. */
  ca: string | null;
  /** Absolute path of a file for a recording of the run; null: none. */
  record?: string | null;
}

export interface RunOptions extends BoardOptions {
  /** Photos to take; null: as camconfig.toml says. */
  shots: number | null;
  /** Seconds between two photos, by day and by night; null: as camconfig.toml says. */
  every_s: number | null;
}

/** A moment, or a local time that needs the camera's zone to become one. */
export type StartDate =
  { kind: "moment"; utc_ms: number } | { kind: "local"; year_to_second: CivilTime };

/** Year, month (1..12), day, hour, minute, second. */
export type CivilTime = readonly [number, number, number, number, number, number];

/** As many as a ledger number in a file name can show. */
export const shots_max = 100_000;
export const every_s_max = 86_400;
/** A first run that a person can watch. */
const sampleShots = 8;
const sampleEvery_s = 2;
export const speed_max = 1_000;

function speed(typed: string): number {
  const value = /^\d{1,4}(\.\d{1,3})?$/.test(typed) ? Number(typed) : NaN;
  if (!(value >= 1 && value <= speed_max)) {
    throw new BadOption(
      `--speed takes a number from 1 (real time) to ${speed_max}, but "${typed}" was given.`,
    );
  }
  return value;
}

function existing(option: string, path: string, kind: "file" | "folder"): string {
  const absolute = resolve(path);
  const found = statSync(absolute, { throwIfNoEntry: false });
  if (found === undefined) {
    throw new BadOption(`${option}: the ${kind} "${path}" does not exist.`);
  }
  if (kind === "folder" ? !found.isDirectory() : found.isDirectory()) {
    throw new BadOption(`${option}: "${path}" is not a ${kind}.`);
  }
  return absolute;
}

function camera(typed: string): string {
  if (typed === "scene") {
    return typed;
  }
  if (typed.startsWith("folder:")) {
    return `folder:${existing("--camera", typed.slice("folder:".length), "folder")}`;
  }
  if (/^\/dev\/video\d+$/.test(typed)) {
    if (statSync(typed, { throwIfNoEntry: false })?.isCharacterDevice() !== true) {
      throw new BadOption(`--camera: there is no video device "${typed}".`);
    }
    return typed;
  }
  throw new BadOption(`--camera takes scene, folder:DIR or /dev/videoN, but "${typed}" was given.`);
}

function cloud(typed: string): "local" | "dropbox" {
  if (typed !== "local" && typed !== "dropbox") {
    throw new BadOption(`--cloud takes local or dropbox, but "${typed}" was given.`);
  }
  return typed;
}

const dateForm =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?([Zz]|[+-]\d{2}:\d{2})?$/;

/** RFC 3339, or the same without an offset (the camera's local time); seconds may be left out. */
export function parseDate(typed: string): StartDate {
  const match = dateForm.exec(typed);
  const civil = match?.slice(1, 7).map((digits: string | undefined) => Number(digits ?? "0"));
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = civil ?? [];
  const utc_ms = Date.UTC(year, month - 1, day, hour, minute, second);
  // Date.UTC lets 31 February pass as 3 March; a date that exists comes back as it went in.
  const exists = new Date(utc_ms).toISOString().startsWith(typed.slice(0, 10));
  const inRange = hour < 24 && minute < 60 && second < 60 && year >= 2020 && year < 2100;
  const offset = match?.[7];
  const shift_min = offset === undefined ? 0 : offsetMinutes(offset);
  if (match === null || !exists || !inRange || shift_min === null) {
    throw new BadOption(
      "--date takes a date with time from 2020 to 2099, for example 2026-06-21T22:30 (local time of " +
        `the camera) or 2026-06-21T20:30:00Z, but "${typed}" was given.`,
    );
  }
  if (offset === undefined) {
    return { kind: "local", year_to_second: [year, month, day, hour, minute, second] };
  }
  return { kind: "moment", utc_ms: utc_ms - shift_min * 60_000 };
}

function offsetMinutes(offset: string): number | null {
  if (offset.toUpperCase() === "Z") {
    return 0;
  }
  const [hours = 0, minutes = 0] = offset.slice(1).split(":").map(Number);
  const total = hours * 60 + minutes;
  return hours > 23 || minutes > 59 ? null : offset.startsWith("-") ? -total : total;
}

/** A number, or what stands in its place: nothing with a person's own file, else the sample's. */
function count(
  option: string,
  typed: string | undefined,
  sample: number | null,
  most: number,
): number | null {
  return typed === undefined ? sample : wholeNumber(option, typed, 1, most);
}

/** The person's own files: named one by one, or a folder that holds both. */
function ownFiles(typed: RawBoardOptions): Pick<BoardOptions, "settings" | "camconfig"> {
  const file = (option: string, path: string | undefined): string | null =>
    path === undefined ? null : existing(option, path, "file");
  const named = typed.settings;
  const isFolder = named !== undefined && statSync(named, { throwIfNoEntry: false })?.isDirectory();
  if (named === undefined || isFolder !== true) {
    return {
      settings: file("--settings", named),
      camconfig: file("--camconfig", typed.camconfig),
    };
  }
  const camconfig = join(named, "camconfig.toml");
  return {
    settings: file("--settings", join(named, "settings.toml")),
    camconfig: file(
      "--camconfig",
      typed.camconfig ?? (existsSync(camconfig) ? camconfig : undefined),
    ),
  };
}

/** Check what was typed about board and surroundings. Throws BadOption as checkOptions does. */
export function checkBoardOptions(typed: RawBoardOptions): BoardOptions {
  if (typed.out.trim() === "") {
    throw new BadOption("--out takes the path of a folder, but nothing was given.");
  }
  return {
    out: resolve(typed.out),
    camera: camera(typed.camera),
    speed: speed(typed.speed),
    cloud: cloud(typed.cloud),
    date: typed.date === undefined ? null : parseDate(typed.date),
    ...ownFiles(typed),
    ca: typed.ca === undefined ? null : existing("--ca", typed.ca, "file"),
    record: typed.record === undefined ? null : resolve(typed.record),
  };
}

/** Check everything that was typed. Throws BadOption for the first thing that cannot work. */
export function checkOptions(typed: RawRunOptions): RunOptions {
  const board = checkBoardOptions(typed);
  // Who sits at the console decides how long it goes on.
  const isSample = board.camconfig === null && typed.console !== true;
  return {
    shots: count("--shots", typed.shots, isSample ? sampleShots : null, shots_max),
    every_s: count("--every", typed.every, isSample ? sampleEvery_s : null, every_s_max),
    ...board,
  };
}
