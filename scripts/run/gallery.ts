/** The page that shows the photos of a run. It needs nothing but the photos next to it. */
import { playerScript } from "./gallery_player.ts";
import { galleryStyle } from "./gallery_style.ts";
import { milliseconds, size } from "./live_lines.ts";
import type { PhotoSummary, Summary } from "./summary.ts";

const entities = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["'", "&#39;"],
]);

/** Text for HTML, inside an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities.get(character) ?? "");
}

/** A photo's address from the page. */
function photoUrl(path: string): string {
  const folders = path.split("/").filter((part) => part !== "");
  return ["board", "card", ...folders].map(encodeURIComponent).join("/");
}

function clockTime(local: string): string {
  return local === "" ? "time unknown" : local.replace("T", " ").slice(0, 19);
}

function uploadText(photo: PhotoSummary): string {
  if (photo.verified) {
    const speed = photo.kilobytes_per_second;
    return speed === null ? "uploaded" : `${Math.round(speed)} KB/s`;
  }
  return photo.failure ?? "still to be uploaded";
}

function badge(kind: string, text: string): string {
  return `<span class="badge ${kind}">${text}</span>`;
}

function card(photo: PhotoSummary): string {
  const time = escapeHtml(clockTime(photo.local_time));
  const url = escapeHtml(photoUrl(photo.path));
  const alt = `Photo ${photo.number}, ${time}, ${photo.period}`;
  const saved = `saved in ${milliseconds(photo.save_ms)}`;
  const facts = [size(photo.bytes), saved, escapeHtml(uploadText(photo))].join(" · ");
  const state = photo.verified ? badge("verified", "✓ verified") : badge("pending", "not verified");
  return `<li id="photo-${photo.number}">
  <a class="photo" href="${url}"><img src="${url}" loading="lazy" alt="${alt}"></a>
  <p class="when"><span class="number">${photo.number}</span> <time>${time}</time></p>
  <p>${badge(photo.period, photo.period)} ${state}</p>
  <p class="facts">${facts}</p>
</li>`;
}

function figure(value: string | number, label: string): string {
  return `<div><dt>${label}</dt><dd>${value}</dd></div>`;
}

function kilobytes(bytes: number | null): string {
  return bytes === null ? "unknown" : `${Math.round(bytes / 1024)} KiB`;
}

function figures(summary: Summary): string {
  const identical = summary.uploaded_identical;
  const speeds = summary.photos.flatMap(({ kilobytes_per_second: speed }) => speed ?? []);
  const perPhoto = summary.control?.per_photo_us ?? null;
  const mean = speeds.reduce((sum, speed) => sum + speed, 0) / Math.max(1, speeds.length);
  return [
    figure(`${summary.saved} of ${summary.shots}`, "saved"),
    figure(summary.verified, "verified"),
    figure(summary.pending, "pending"),
    figure(summary.failed + summary.missed, "failed or missed"),
    ...(identical === null ? [] : [figure(identical, "uploads equal to the card")]),
    figure(speeds.length === 0 ? "–" : `${Math.round(mean)} KB/s`, "mean upload speed"),
    figure(kilobytes(summary.wasm_bytes), "application"),
    figure(kilobytes(summary.linear_memory_peak), "application memory, peak"),
    figure(kilobytes(summary.host_heap_peak), "core memory, peak"),
    ...(perPhoto === null ? [] : [figure(milliseconds(perPhoto / 1000), "control work per photo")]),
  ].join("");
}

const strip = { width: 1000, height: 44, margin: 8 };

/** The photos as marks on a line of time, from the first to the last. */
function timeline(photos: readonly PhotoSummary[]): string {
  const times = photos.map((photo) => Date.parse(photo.local_time));
  const known = times.filter((time) => !Number.isNaN(time));
  if (known.length < 2) {
    return "";
  }
  const first = Math.min(...known);
  const span = Math.max(1, Math.max(...known) - first);
  const width = strip.width - 2 * strip.margin;
  const marks = photos.map((photo, index) => {
    const time = times[index] ?? NaN;
    if (Number.isNaN(time)) {
      return "";
    }
    const x = (strip.margin + ((time - first) / span) * width).toFixed(1);
    const title = escapeHtml(`${photo.number}: ${clockTime(photo.local_time)}, ${photo.period}`);
    return `<a href="#photo-${photo.number}" aria-label="${title}"><title>${title}</title>
<rect class="reach" x="${Number(x) - 6}" y="0" width="12" height="${strip.height}"/>
<line class="${photo.period}" x1="${x}" x2="${x}" y1="6" y2="38"/></a>`;
  });
  const [from, to] = [photos[0], photos.at(-1)].map((photo) => clockTime(photo?.local_time ?? ""));
  return `<figure class="timeline">
<svg viewBox="0 0 ${strip.width} ${strip.height}" preserveAspectRatio="none" role="group"
  aria-label="Photos over time">
<line class="axis" x1="0" x2="${strip.width}" y1="22" y2="22"/>${marks.join("")}</svg>
<figcaption><span>${escapeHtml(from ?? "")}</span>
<span aria-hidden="true">${badge("day", "day")} ${badge("night", "night")}</span>
<span>${escapeHtml(to ?? "")}</span></figcaption>
</figure>`;
}

function player(photos: readonly PhotoSummary[]): string {
  const first = photos[0];
  if (first === undefined) {
    return "<p>No photo was saved in this run.</p>";
  }
  const url = escapeHtml(photoUrl(first.path));
  const time = escapeHtml(clockTime(first.local_time));
  return `<section class="player" aria-label="Time-lapse">
<img id="screen" src="${url}" alt="Photo ${first.number}, ${time}, ${first.period}">
<div class="controls">
<button id="play" type="button" aria-pressed="false">Play</button>
<input id="position" type="range" min="0" max="${photos.length - 1}" value="0"
  aria-label="Photo shown">
<output id="caption" for="position">${time}</output>
</div>
</section>`;
}

/** The whole page. */
export function galleryPage(summary: Summary): string {
  const { photos } = summary;
  const good = summary.exit_code === 0;
  const camera = escapeHtml(summary.camera);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>wamcam: ${photos.length} photo${photos.length === 1 ? "" : "s"}</title>
<style>${galleryStyle}</style>
</head>
<body>
<header>
<h1>wamcam</h1>
<p class="verdict ${good ? "good" : "bad"}">${good ? "✓" : "!"} ${escapeHtml(summary.reason)}</p>
<p>Camera: ${camera}. Upload: ${summary.cloud === "local" ? "local cloud" : "Dropbox"}.</p>
</header>
<main>
${player(photos)}
${timeline(photos)}
<dl class="figures">${figures(summary)}</dl>
<h2>Photos</h2>
<ul class="grid">
${photos.map(card).join("\n")}
</ul>
</main>
<script>${playerScript}</script>
</body>
</html>
`;
}
