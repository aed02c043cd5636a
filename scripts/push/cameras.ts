/** Finds cameras of the local network by mDNS: DNS-SD (RFC 6763), service _wamcam._tcp. */
import { Bonjour } from "bonjour-service";

/** How long answers are waited for; a camera answers within a second. */
const patience_ms = 3_000;
/** The first question may be lost on Wi-Fi. */
const again_ms = 1_000;

export interface Camera {
  name: string;
  /** HOST:PORT. */
  at: string;
}

/**
 * Cameras that answer; all that do within the time, or the one of this name as soon as it does.
 * `networkInterface` is the address of the only interface that is asked on; null: all.
 */
export async function findCameras(
  name: string | null,
  networkInterface: string | null,
): Promise<Camera[]> {
  const options = networkInterface === null ? {} : { interface: networkInterface, bind: "0.0.0.0" };
  // The package hands these on to multicast-dns, though its types do not say so.
  const bonjour = new Bonjour(options as object);
  const found = new Map<string, Camera>();
  try {
    await new Promise<void>((resolve) => {
      const browser = bonjour.find({ type: "wamcam" }, (service) => {
        const host = service.addresses?.find((address) => !address.includes(":")) ?? service.host;
        found.set(service.name, { name: service.name, at: `${host}:${service.port}` });
        if (service.name === name) resolve();
      });
      setTimeout(() => {
        browser.update();
      }, again_ms);
      setTimeout(resolve, patience_ms);
    });
  } finally {
    bonjour.destroy();
  }
  const cameras = [...found.values()];
  return name === null ? cameras : cameras.filter((camera) => camera.name === name);
}
