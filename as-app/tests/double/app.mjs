export class AppDouble {
  exitCode = -1;
  isStopping = false;

  reset() {
    this.exitCode = -1;
    this.isStopping = false;
  }

  finish(code) {
    this.exitCode = code;
    return 0;
  }

  stopping() {
    return this.isStopping ? 1 : 0;
  }

  asked() {
    return 0;
  }

  control = {
    /** The code given to app.finish, -1 before. */
    appExitCode: () => this.exitCode,
    appStop: () => {
      this.isStopping = true;
    },
  };
}
