/** Gathers the status from the parts of the camera and sees to it that it is told. */
import { Zone } from "../clock/posix_tz";
import { UploadQueue } from "../cloud/upload_queue";
import { CamConfig, CardFull } from "../config/camconfig";
import { Ledger } from "../ledger/ledger";
import { Planner } from "../schedule/planner";
import { Beacon, STATUS_PATH } from "./beacon";
import { RunState, Status } from "./status";

export class StatusReporter {
  readonly status: Status;
  readonly beacon: Beacon;
  /** Name of the file in Dropbox; empty if it is not sent there. */
  private nameInDropbox: string = "";

  constructor(
    config: CamConfig,
    zone: Zone,
    private readonly planner: Planner,
    private readonly ledger: Ledger,
    private readonly uploads: UploadQueue,
  ) {
    const beacon = new Beacon(zone, <i64>config.status.period_min * 60000);
    const status = beacon.status;
    const isInDropbox = config.status.isInDropbox && config.dropbox.enabled;
    if (isInDropbox) this.nameInDropbox = "status-" + config.camera.camId + ".json";
    status.camId = config.camera.camId;
    status.reserveBytes = <i64>config.local.freeMin_mb * 1000000;
    status.isCardEndless = config.local.cardFull == CardFull.DELETE_OLDEST_UPLOADED;
    status.isDropboxOn = config.dropbox.enabled;
    this.status = status;
    this.beacon = beacon;
  }

  /** Tell the status if it is time to; `isQuiet` if no shot is under way or due soon. */
  step(now: i64, isQuiet: bool): void {
    if (!this.uploads.isSendingStatus() && this.beacon.isDue(now, isQuiet)) this.tell(now);
  }

  /** Uptime at which step has something to do, if no shot was taken before. */
  nextStepAtMs(now: i64): i64 {
    return this.beacon.nextStepAtMs(now);
  }

  /** The run is over: tell so, once. */
  end(now: i64, state: RunState): void {
    if (this.status.state != RunState.RUNNING) return;
    this.status.state = state;
    this.tell(now);
  }

  private tell(now: i64): void {
    const status = this.status;
    const uploads = this.uploads;
    status.bootNumber = this.ledger.bootNumber();
    status.verifiedCount = uploads.verified;
    status.pendingCount = status.isDropboxOn ? this.ledger.pendingCount() + uploads.refused : 0;
    status.isPendingExact = !status.isDropboxOn || this.ledger.isPendingExact();
    status.shotsNextDay = this.planner.shotsNextDay(now);
    status.dropboxAction = uploads.needsAction;
    status.uploadRate_tenths = uploads.rate_tenths;
    status.uploadStallMs = uploads.stallMs;
    status.uploadRetries = uploads.retries;
    const isWritten = this.beacon.write(now);
    if (isWritten && this.nameInDropbox.length > 0) {
      uploads.sendStatus(STATUS_PATH, this.nameInDropbox);
    }
  }
}
