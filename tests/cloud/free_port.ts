/** Ports for programs that have to be told one before they listen. */
import { randomInt } from "node:crypto";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:net";

async function isFreeForTcp(port: number): Promise<boolean> {
  const server = createServer();
  const listening = once(server, "listening");
  server.listen(port, "127.0.0.1");
  const isFree = await listening.then(
    () => true,
    () => false,
  );
  if (isFree) await once(server.close(), "close");
  return isFree;
}

async function isFreeForUdp(port: number): Promise<boolean> {
  const socket = createSocket("udp4");
  const listening = once(socket, "listening");
  socket.bind(port, "127.0.0.1");
  const isFree = await listening.then(
    () => true,
    () => false,
  );
  await once(socket.close(), "close");
  return isFree;
}

/**
 * A port of this computer that is free, for TCP and UDP. It lies below those that the system gives to
 * whoever asks for any one: no connection of another test takes it before it is used.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(10_000, 32_768);
    if ((await isFreeForTcp(port)) && (await isFreeForUdp(port))) return port;
  }
}
