/** Asks every configured source for the time and says what the camera makes of it. */
import { formatRfc3339, formatWall, daysFromWall, MS_PER_DAY, MS_PER_HOUR } from "../clock/civil";
import { timeSources } from "../clock/configured_sources";
import { NEVER, Zone } from "../clock/posix_tz";
import { ADAFRUIT_HOST } from "../clock/source_kinds";
import { TimeEvent, TimeSync } from "../clock/sources";
import { DayKind, NO_INSTANT, Sun, SUN_OFFICIAL_DEG } from "../clock/sun";
import { TimeSource } from "../clock/time_source";
import { HttpClient } from "../cloud/http/client";
import { CamConfig } from "../config/camconfig";
import { Settings } from "../config/settings";
import { stopping } from "../host/app";
import { nowMs, stopwatchUs, uptimeMs } from "../host/clock";
import { errorText } from "../host/errors";
import * as net from "../host/net";
import { CheckReport, milliseconds, NETWORK } from "./report";

/** How often connection and clock are looked at if nothing announces itself. */
const LOOK_MS: i64 = 1000;

/** The steps around those of the sources. */
function stepsFor(sources: TimeSource[]): string[] {
  const steps: string[] = ["network"];
  for (let index = 0; index < sources.length; index++) steps.push(sources[index].name);
  steps.push("local time");
  steps.push("sun");
  return steps;
}

export class TimeCheck {
  private client: HttpClient;
  private sources: TimeSource[];
  private report: CheckReport;
  /** Handle of the connection that shows whether there is a network; 0 before. */
  private connection: i32 = 0;
  private isNetworkTold: bool = false;
  private index: i32 = 0;
  private sync: TimeSync | null = null;
  private toldCount: i32 = 0;
  private beganUs: i64 = 0;
  /** What the clock showed when the source was asked, -1 for nothing, and the uptime then. */
  private clockMs: i64 = -1;
  private clockUptimeMs: i64 = 0;

  constructor(
    private readonly config: CamConfig,
    private readonly settings: Settings,
    private readonly zone: Zone,
  ) {
    const sources = timeSources(config, settings);
    this.client = new HttpClient(config.network);
    this.sources = sources;
    this.report = new CheckReport("time", stepsFor(sources));
  }

  /** Do what can be done; returns the uptime at which to call again at the latest. */
  step(now: i64): i64 {
    if (this.report.isEnded) return i64.MAX_VALUE;
    if (stopping()) this.giveUp();
    else if (!this.isNetworkTold) this.stepNetwork();
    while (this.sync != null && this.stepSource(now)) {}
    return now + LOOK_MS;
  }

  private giveUp(): void {
    const sync = this.sync;
    if (sync != null) sync.abandon();
    this.sync = null;
    this.report.failed("the check was stopped");
    this.report.leftOutAllBut(0, "the check was stopped");
    this.report.conclude(false);
  }

  // --- network ----------------------------------------------------------------------------------

  private stepNetwork(): void {
    if (this.connection == 0) {
      this.beganUs = stopwatchUs();
      this.connection = net.open(ADAFRUIT_HOST, 443);
    }
    const connection = this.connection;
    const state = connection < 0 ? connection : net.state(connection);
    if (state >= 0 && state < net.ConnectionState.HANDSHAKE) return;
    this.isNetworkTold = true;
    if (state >= 0) {
      const time = milliseconds(stopwatchUs() - this.beganUs);
      this.report.passed(ADAFRUIT_HOST + " was looked up and reached in " + time);
    } else {
      const reason = connection < 0 ? "" : net.describe(connection);
      const text = reason.length > 0 ? reason : errorText(state);
      this.report.failed(ADAFRUIT_HOST + ": " + text + NETWORK);
    }
    if (connection > 0) net.close(connection);
    this.askNext();
  }

  // --- sources ----------------------------------------------------------------------------------

  /** Ask the source whose turn it is, alone. */
  private askNext(): void {
    if (this.index == this.sources.length) return this.end();
    this.sync = new TimeSync(this.client, [this.sources[this.index]]);
    this.beganUs = stopwatchUs();
    this.clockMs = nowMs();
    this.clockUptimeMs = uptimeMs();
  }

  /** True if the source has answered or failed. */
  private stepSource(now: i64): bool {
    const sync = this.sync!;
    const event = sync.step(now);
    if (event == TimeEvent.NOTHING) return false;
    if (event == TimeEvent.SET) this.told(sync.toldMs());
    else this.report.failed(sync.failure);
    this.index++;
    this.askNext();
    return true;
  }

  private told(utcMs: i64): void {
    this.toldCount++;
    const time = milliseconds(stopwatchUs() - this.beganUs);
    const both = formatRfc3339(utcMs, 0) + ", here " + this.zone.rfc3339(utcMs);
    this.report.passed(both + ", " + this.difference(utcMs) + ", answered after " + time);
  }

  /** How far the clock was from what the source has told. */
  private difference(utcMs: i64): string {
    if (this.clockMs < 0) return "the clock was not set before";
    const clockMs = this.clockMs + uptimeMs() - this.clockUptimeMs;
    return "the clock was off by " + (clockMs - utcMs).toString() + " ms";
  }

  // --- calendar ---------------------------------------------------------------------------------

  private end(): void {
    this.sync = null;
    this.client.close();
    if (this.toldCount == 0) this.report.leftOutAllBut(0, "no source has told the time");
    else {
      this.tellZone(nowMs());
      this.tellSun(nowMs());
    }
    this.report.conclude(this.toldCount > 0);
  }

  private tellZone(utcMs: i64): void {
    const posixTz = this.config.timer.posixTz;
    const name = posixTz.length > 0 ? posixTz : this.settings.timeZone;
    const text = formatWall(this.zone.wallMs(utcMs)) + " in " + name + this.abbreviation(utcMs);
    const change = this.zone.nextChange(utcMs);
    if (change == NEVER) return this.report.passed(text + ", clocks are never changed");
    const when = this.zone.rfc3339(change);
    this.report.passed(text + ", clocks change at " + when + this.abbreviation(change));
  }

  private abbreviation(utcMs: i64): string {
    return " (" + this.zone.abbreviation(utcMs) + ")";
  }

  private tellSun(utcMs: i64): void {
    const timer = this.config.timer;
    if (isNaN(timer.latitude_deg) || isNaN(timer.longitude_deg)) {
      return this.report.leftOut("camconfig.toml has no latitude and longitude");
    }
    const midnight = <i64>daysFromWall(this.zone.wallMs(utcMs)) * MS_PER_DAY;
    const sun = new Sun(timer.latitude_deg, timer.longitude_deg, SUN_OFFICIAL_DEG);
    const day = sun.day(this.zone.utcMs(midnight + 12 * MS_PER_HOUR));
    if (day.kind == DayKind.POLAR_DAY) return this.report.passed("up all day");
    if (day.kind == DayKind.POLAR_NIGHT) return this.report.passed("down all day");
    this.report.passed("rises " + this.moment(day.riseMs) + ", sets " + this.moment(day.setMs));
  }

  private moment(utcMs: i64): string {
    return utcMs == NO_INSTANT ? "not" : formatWall(this.zone.wallMs(utcMs)).substring(11, 16);
  }
}
