/** The gallery page of a run: one file without external resources, beside the photos. */
import { size } from "./live_lines.ts";
import type { PhotoSummary, Summary } from "./summary.ts";

const escapes: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text for HTML, in elements and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => escapes[character] ?? "");
}

/** A relative URL of a path: every part encoded. */
export function pathToUrl(...parts: string[]): string {
  return parts
    .flatMap((part) => part.split("/"))
    .filter((part) => part !== "")
    .map((part) => encodeURIComponent(part))
    .join("/");
}

function timeOf(photo: PhotoSummary): string {
  return photo.local_time === "" ? "time unknown" : photo.local_time.slice(0, 19).replace("T", " ");
}

function stateOf(photo: PhotoSummary): { name: string; text: string } {
  if (photo.verified) {
    const speed = photo.kilobytes_per_second ?? 0;
    return { name: "verified", text: `✓ verified, ${Math.round(speed).toLocaleString("en")} KB/s` };
  }
  return { name: "pending", text: photo.failure ?? "still to be uploaded" };
}

function card(photo: PhotoSummary, cardFolder: string, index: number): string {
  const url = escapeHtml(pathToUrl(cardFolder, photo.path));
  const state = stateOf(photo);
  const alt = escapeHtml(`Photo ${photo.number}, ${timeOf(photo)}, ${photo.period}`);
  return `<li class="photo" id="p${index}">
  <a href="${url}"><img src="${url}" alt="${alt}" loading="lazy"></a>
  <p><strong>${escapeHtml(timeOf(photo))}</strong> <span class="badge ${photo.period}">${photo.period}</span></p>
  <p class="fine">No. ${photo.number} · ${size(photo.bytes)} · saved in ${photo.save_ms} ms</p>
  <p class="fine ${state.name}">${escapeHtml(state.text)}</p>
</li>`;
}

function strip(photos: readonly PhotoSummary[]): string {
  const marks = photos.map((photo, index) => {
    const name = `${photo.period} ${photo.verified ? "" : "open"}`;
    const label = escapeHtml(`Photo ${photo.number}, ${timeOf(photo)}`);
    return `<a class="${name}" href="#p${index}" title="${label}" aria-label="${label}"></a>`;
  });
  return `<nav class="strip" aria-label="Photos in the order of time">${marks.join("")}</nav>`;
}

function figure(value: string, label: string): string {
  return `<div><dt>${escapeHtml(label)}</dt><dd>${escapeHtml(value)}</dd></div>`;
}

function figures(summary: Summary): string {
  const kilobytes = (bytes: number | null): string =>
    bytes === null ? "–" : `${Math.round(bytes / 1024).toLocaleString("en")} KiB`;
  return `<dl class="figures">${[
    figure(`${summary.saved} of ${summary.shots}`, "saved"),
    figure(String(summary.verified), "verified in the cloud"),
    figure(String(summary.pending), "pending"),
    figure(String(summary.failed + summary.missed), "failed"),
    figure(kilobytes(summary.wasm_bytes), "application"),
    figure(kilobytes(summary.linear_memory_peak), "wasm memory"),
  ].join("")}</dl>`;
}

const style = `
:root { color-scheme: light dark; --back: #f6f6f3; --front: #1c1d1f; --soft: #5d6066; --card: #fff;
  --day: #c98a00; --night: #4a5fc1; --good: #1c7a3f; --bad: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --back: #15161a; --front: #ececec; --soft: #a3a7ae;
  --card: #202228; --day: #f0b93a; --night: #93a3ff; --good: #6fd08f; --bad: #ff8a80; } }
body { margin: 0 auto; max-width: 76rem; padding: 1.5rem; background: var(--back);
  color: var(--front); font: 16px/1.45 system-ui, sans-serif; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; }
.reason { color: var(--soft); margin: 0 0 1rem; }
.figures { display: flex; flex-wrap: wrap; gap: .5rem 2rem; margin: 0 0 1rem; }
.figures dt { color: var(--soft); font-size: .8rem; } .figures dd { margin: 0; font-size: 1.2rem; }
.player { display: grid; gap: .5rem; margin-bottom: 1rem; }
.player img { width: 100%; max-height: 70vh; object-fit: contain; background: #000; border-radius: .5rem; }
.player div { display: flex; gap: .75rem; align-items: center; }
.player input { flex: 1; }
button { font: inherit; padding: .35rem 1rem; border-radius: .4rem; border: 1px solid var(--soft);
  background: var(--card); color: inherit; cursor: pointer; }
.strip { display: flex; gap: 2px; margin-bottom: 1rem; }
.strip a { flex: 1; height: .7rem; border-radius: 2px; background: var(--day); }
.strip a.night { background: var(--night); } .strip a.open { opacity: .35; }
.photos { list-style: none; margin: 0; padding: 0; display: grid; gap: 1rem;
  grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); }
.photo { background: var(--card); border-radius: .5rem; overflow: hidden; padding-bottom: .6rem; }
.photo:target { outline: 3px solid var(--night); }
.photo img { display: block; width: 100%; aspect-ratio: 4 / 3; object-fit: cover; }
.photo p { margin: .35rem .75rem 0; } .fine { color: var(--soft); font-size: .85rem; }
.fine.verified { color: var(--good); } .fine.pending { color: var(--bad); }
.badge { font-size: .75rem; border: 1px solid; border-radius: 1rem; padding: 0 .5rem; }
.badge.day { color: var(--day); } .badge.night { color: var(--night); }
:focus-visible { outline: 3px solid var(--night); outline-offset: 2px; }`;

const script = `
const sources = [...document.querySelectorAll(".photo img")].map((image) => image.src);
const times = [...document.querySelectorAll(".photo strong")].map((time) => time.textContent);
const screen = document.querySelector("#screen");
const slider = document.querySelector("#slider");
const time = document.querySelector("#time");
const button = document.querySelector("#play");
let timer = null;
function show(index) {
  screen.src = sources[index]; screen.alt = "Photo of " + times[index];
  slider.value = String(index); time.textContent = times[index];
}
function stop() { clearInterval(timer); timer = null; button.textContent = "Play"; }
button.addEventListener("click", () => {
  if (timer !== null) { stop(); return; }
  button.textContent = "Pause";
  timer = setInterval(() => show((Number(slider.value) + 1) % sources.length), 400);
});
slider.addEventListener("input", () => { stop(); show(Number(slider.value)); });
show(0);`;

function player(count: number): string {
  return `<section class="player" aria-label="Time-lapse">
<img id="screen" alt="">
<div><button id="play" type="button">Play</button>
<input id="slider" type="range" min="0" max="${count - 1}" value="0" aria-label="Photo">
<span id="time" class="fine"></span></div>
</section>`;
}

/** The page; `cardFolder` is the card's folder relative to the page. */
export function galleryPage(summary: Summary, cardFolder: string): string {
  const { photos } = summary;
  const cards = photos.map((photo, index) => card(photo, cardFolder, index)).join("\n");
  const shown = photos.length > 0;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>wamcam: ${photos.length} photos</title>
<style>${style}</style>
<h1>wamcam</h1>
<p class="reason">${escapeHtml(summary.reason)}</p>
${figures(summary)}
${shown ? player(photos.length) + strip(photos) : "<p>There are no photos.</p>"}
<ul class="photos">
${cards}
</ul>
${shown ? `<script>${script}</script>` : ""}
</html>
`;
}
