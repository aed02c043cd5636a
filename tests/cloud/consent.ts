/** The person at the consent page of the local cloud. */
import { expect } from "vitest";

import type { Cloud } from "../../scripts/cloud/cloud.ts";
import { type Answer, ask } from "./client.ts";

export const authorizeUrl = "https://www.dropbox.com/oauth2/authorize";

/** Open the page, then press a button of its form with the hidden fields it carries. */
export async function decideAt(
  cloud: Cloud,
  address: string,
  decision: "allow" | "deny",
): Promise<Answer> {
  const page = await ask(cloud, address);
  expect(page.status, page.text).toBe(200);
  const fields = [...page.text.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g)];
  const shown = (text = "") => text.replaceAll("&quot;", '"').replaceAll("&amp;", "&");
  const body = new URLSearchParams(fields.map(([, name, value]) => [shown(name), shown(value)]));
  body.set("decision", decision);
  const headers = { "Content-Type": "application/x-www-form-urlencoded" };
  return ask(cloud, authorizeUrl, { method: "POST", headers, body: body.toString() });
}

export function consent(
  cloud: Cloud,
  query: Record<string, string>,
  decision: "allow" | "deny",
): Promise<Answer> {
  return decideAt(cloud, `${authorizeUrl}?${new URLSearchParams(query).toString()}`, decision);
}

/** The code that the page shows. */
export function codeOn(page: Answer): string {
  return /<code id="authorization-code">([^<]+)</.exec(page.text)?.[1] ?? "";
}
