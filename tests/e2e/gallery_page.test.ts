/** The gallery in a real browser: photos load, the time-lapse plays, nothing goes wrong. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { galleryPage } from "../../scripts/run/gallery.ts";
import { RunRecord } from "../../scripts/run/run_record.ts";
import { summarise } from "../../scripts/run/summary.ts";
import { end, stored, verified } from "../scripts/events.ts";
import { temporaryFolder } from "./run_fixture.ts";

const program = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
  existsSync,
);

/** A gallery of three photos; the pictures are drawings of one colour each. */
function writeGallery(): string {
  const folder = temporaryFolder();
  const record = new RunRecord();
  for (const number of [1, 2, 3]) {
    const photo = { ...stored(number), path: `web cam/#${number} 100%.svg` };
    [photo, verified(number)].forEach((event) => {
      record.apply(event);
    });
    const path = join(folder, "board/card", photo.path);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(
      path,
      `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="600"><rect width="800" height="600" fill="#${number}80"/></svg>`,
    );
  }
  record.apply(end(0));
  const summary = summarise({
    ...{ options: { shots: 3, cloud: "local", camera: "scene" }, record, interrupted: false },
    ...{ ending: { code: 0, signal: null, complaint: "" }, comparison: null },
  });
  const path = join(folder, "index.html");
  writeFileSync(path, galleryPage(summary));
  return pathToFileURL(path).href;
}

describe.skipIf(program === undefined)(`the gallery (Chromium ${program ?? "is missing"})`, () => {
  let browser: Browser;
  let page: Page;
  const problems: string[] = [];
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: program ?? "", args: ["--no-sandbox"] });
    page = await browser.newPage({ viewport: { width: 360, height: 740 } });
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("console", (message) => problems.push(message.text()));
    page.on("requestfailed", (request) => problems.push(request.url()));
    await page.goto(writeGallery());
  });
  afterAll(async () => {
    await browser.close();
  });

  it("loads every photo, and nothing from elsewhere", async () => {
    const widths = await page.$$eval("img", (images) =>
      Promise.all(
        images.map(async (image) => {
          image.loading = "eager";
          await image.decode();
          return image.naturalWidth;
        }),
      ),
    );
    expect(widths).toEqual([800, 800, 800, 800]);
    expect(problems).toEqual([]);
  });

  it("fits a telephone without scrolling sideways", async () => {
    const overhang = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overhang).toBeLessThanOrEqual(0);
  });

  it("plays, pauses and can be stepped through by keyboard", async () => {
    const screen = page.locator("#screen");
    const first = await screen.getAttribute("src");
    await page.locator("#play").press("Enter");
    await page.waitForFunction(
      (source) => document.getElementById("screen")?.getAttribute("src") !== source,
      first,
    );
    expect(await page.locator("#play").getAttribute("aria-pressed")).toBe("true");
    await page.locator("#position").press("Home");
    expect(await screen.getAttribute("src")).toBe(first);
    expect(await page.locator("#play").textContent()).toBe("Play");
    await page.locator("#position").press("ArrowRight");
    expect(await screen.getAttribute("alt")).toContain("Photo 2");
    expect(await page.locator("#caption").textContent()).toBe("2026-06-21 12:00:02");
    expect(problems).toEqual([]);
  });

  it.each(["light", "dark"] as const)("can be read in the %s scheme", async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    const poor = await page.evaluate(() => {
      // Contrast as WCAG 2.2 defines it, for every element with text of its own.
      const channels = (colour: string): number[] => (colour.match(/[\d.]+/g) ?? []).map(Number);
      const luminance = (colour: string): number => {
        const [red = 0, green = 0, blue = 0] = channels(colour).map((value) => {
          const part = value / 255;
          return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
      };
      const behind = (element: Element | null): string => {
        if (element === null) return "rgb(255, 255, 255)";
        const colour = getComputedStyle(element).backgroundColor;
        return channels(colour)[3] === 0 ? behind(element.parentElement) : colour;
      };
      const hasText = (element: Element): boolean =>
        [...element.childNodes].some((node) => node.nodeType === 3 && node.nodeValue?.trim());
      return [...document.querySelectorAll("body *:not(script)")]
        .filter(hasText)
        .flatMap((element) => {
          const pair = [luminance(getComputedStyle(element).color), luminance(behind(element))];
          const ratio = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
          return ratio < 4.5 ? [`${element.outerHTML.slice(0, 60)}: ${ratio.toFixed(2)}`] : [];
        });
    });
    expect(poor).toEqual([]);
  });
});
