/** A page on this computer that Dropbox leads back to with the code. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

import { AuthorisationFailed, ExitCode, unlessInterrupted } from "./failure.ts";

const loopback = new Set(["127.0.0.1", "localhost", "[::1]"]);

function badRedirect(reason: string): AuthorisationFailed {
  return new AuthorisationFailed(ExitCode.BAD_INPUT, `--redirect: ${reason}`);
}

/** The address, which must be one of this computer. Throws AuthorisationFailed. */
export function checkRedirect(typed: string): URL {
  const url = URL.canParse(typed) ? new URL(typed) : null;
  const isLocal = url?.protocol === "http:" && loopback.has(url.hostname) && url.port !== "";
  if (url === null || !isLocal || url.search !== "" || url.hash !== "") {
    throw badRedirect(
      `"${typed}" is no address of this computer; write one that the app has registered, such as ` +
        "http://127.0.0.1:8912.",
    );
  }
  return url;
}

function page(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    "Content-Type": "text/plain; charset=utf-8",
    "Referrer-Policy": "no-referrer",
    Connection: "close",
  });
  response.end(`${text}\n`);
}

async function listen(server: Server, address: URL): Promise<void> {
  const host = address.hostname.replace(/^\[|\]$/g, "");
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const code = error.code ?? error.message;
      reject(badRedirect(`nothing can listen at ${address.host} (${code}); name another port.`));
    });
    server.listen(Number(address.port), host, resolve);
  });
}

/** Where Dropbox leads the browser back to. */
export class RedirectPage {
  readonly #server: Server;
  readonly #address: URL;
  #answer: (code: string) => void = () => undefined;
  #fail: (error: unknown) => void = () => undefined;

  /** `readCode` finds the code in a query or throws; what it throws ends the wait. */
  constructor(address: URL, readCode: (query: URLSearchParams) => string) {
    this.#address = address;
    this.#server = createServer((request, response) => {
      this.#handle(request, response, readCode);
    });
  }

  async open(): Promise<void> {
    await listen(this.#server, this.#address);
  }

  /** The code of the first visit. */
  code(stop: AbortSignal): Promise<string> {
    const code = new Promise<string>((resolve, reject) => {
      this.#answer = resolve;
      this.#fail = reject;
    });
    return unlessInterrupted(code, stop);
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #handle(
    request: IncomingMessage,
    response: ServerResponse,
    readCode: (query: URLSearchParams) => string,
  ): void {
    const url = new URL(request.url ?? "/", this.#address);
    if (request.method !== "GET" || url.pathname !== this.#address.pathname) {
      page(response, 404, "There is nothing here.");
      return;
    }
    // A browser asks for more than it was led to; only what looks like an answer counts.
    if (url.search === "") {
      page(response, 200, "wamcam waits here for Dropbox.");
      return;
    }
    try {
      const code = readCode(url.searchParams);
      page(response, 200, "Dropbox has let the app in. Go back to the terminal.");
      this.#answer(code);
    } catch (error) {
      page(response, 400, error instanceof Error ? error.message : "This did not work.");
      this.#fail(error);
    }
  }
}
