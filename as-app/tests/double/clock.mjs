/** A clock that only tests move. */
export class ClockDouble {
  uptime = 0n;
  /** UTC minus uptime in milliseconds, or undefined while the time is not known. */
  offset = undefined;

  reset() {
    this.uptime = 0n;
    this.offset = undefined;
  }

  uptime_ms() {
    return this.uptime;
  }

  now_ms() {
    return this.offset === undefined ? -1n : this.uptime + this.offset;
  }

  set_ms(utc) {
    if (utc < 1704067200000n || utc >= 4102444800000n) return -22;
    this.offset = utc - this.uptime;
    return 0;
  }

  stopwatch_us() {
    return this.uptime * 1000n;
  }

  control = {
    clockAdvance: (ms) => {
      this.uptime += ms;
    },
    /** The board starts anew; its wall clock gains so much. */
    clockRestart: (gained) => {
      if (this.offset !== undefined) this.offset += this.uptime + gained;
      this.uptime = 0n;
    },
  };
}
