/** The gallery: nothing from outside becomes markup, nothing is fetched, every photo is there. */
import { describe, expect, it } from "vitest";

import { escapeHtml, galleryPage } from "../../scripts/run/gallery.ts";
import { RunRecord } from "../../scripts/run/run_record.ts";
import { summarise, type Summary } from "../../scripts/run/summary.ts";
import { end, stored, verified } from "./events.ts";

function summaryOf(count: number): Summary {
  const record = new RunRecord();
  for (let number = 1; number <= count; number++) record.apply(stored(number));
  record.apply(verified(1));
  record.apply(end(3));
  return summarise({
    options: { shots: count, cloud: "local", camera: "scene" },
    record,
    ending: { code: 3, signal: null, complaint: "" },
    interrupted: false,
    comparison: { identical: 1, different: [] },
  });
}

const evil = `"><script>alert(1)</script><img src=x onerror='alert(2)'>&`;

/** Tags and attributes without the script and style that are the page's own. */
function markup(page: string): string {
  return page.replace(/<(script|style)>[\s\S]*?<\/\1>/g, "");
}

describe("the gallery", () => {
  it("escapes what could be markup", () => {
    expect(escapeHtml(`<a href="x" title='y'>&amp;`)).toBe(
      "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;",
    );
  });

  it("lets no text from outside become markup", () => {
    const harmless = galleryPage(summaryOf(3));
    const summary = summaryOf(3);
    const photos = summary.photos.map((photo) => ({
      ...{ ...photo, path: `${evil}/${evil}`, local_time: evil, failure: evil, verified: false },
    }));
    const page = galleryPage({ ...summary, photos, reason: evil, camera: `folder:${evil}` });
    expect(page).not.toContain(evil);
    const tags = (text: string): string[] => markup(text).match(/<[a-z]+/g) ?? [];
    const count = (text: string, tag: string): number =>
      tags(text).filter((found) => found === tag).length;
    expect(count(page, "<script")).toBe(count(harmless, "<script"));
    expect(count(page, "<img")).toBe(count(harmless, "<img"));
    // Times that cannot be read leave out the strip; nothing else may differ.
    expect(markup(page)).not.toMatch(/<[^>]*\sonerror=/);
  });

  it("links to the photos on the card by relative paths that survive odd names", () => {
    const summary = summaryOf(1);
    const [photo] = summary.photos;
    if (photo === undefined) throw new Error("no photo");
    const page = galleryPage({ ...summary, photos: [{ ...photo, path: "web cam/50%/a#b?.jpg" }] });
    expect(page).toContain('href="board/card/web%20cam/50%25/a%23b%3F.jpg"');
  });

  it("shows every photo with its text for those who do not see it", () => {
    const page = galleryPage(summaryOf(4));
    expect(page.match(/<li id="photo-/g)).toHaveLength(4);
    const images = markup(page).match(/<img\b[^>]*>/g) ?? [];
    expect(images).toHaveLength(5);
    images.forEach((image) => {
      expect(image).toMatch(/alt="Photo \d, [^"]+, (day|night)"/);
    });
    expect(page.match(/✓ verified/g)).toHaveLength(1);
    expect(page.match(/not verified/g)).toHaveLength(3);
  });

  it("fetches nothing from anywhere else", () => {
    expect(galleryPage(summaryOf(2))).not.toMatch(/(?:https?:)?\/\/[a-z]|@import|<link/i);
  });

  it("is a page even without a photo", () => {
    const page = galleryPage({ ...summaryOf(1), photos: [] });
    expect(page).toContain("No photo was saved");
    expect(page).not.toContain('id="play"');
  });
});
