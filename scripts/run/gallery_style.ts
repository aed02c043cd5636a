/** The gallery's style. Colours keep a contrast of at least 4.5 to 1 in both schemes. */
export const galleryStyle = `
:root { --back: #fbfaf7; --face: #ffffff; --text: #1d1f24; --soft: #595e68; --line: #d9d7d0;
  --day: #8a5a00; --day-back: #ffefc7; --night: #3a3f8f; --night-back: #e4e6fb;
  --good: #17663a; --good-back: #def3e6; --bad: #9b2c1d; --bad-back: #fde6e1; --focus: #1a5fd0; }
@media (prefers-color-scheme: dark) { :root { --back: #14161a; --face: #1e2126; --text: #eceef2;
  --soft: #a9afba; --line: #363b44; --day: #ffd27a; --day-back: #43340f; --night: #b9c0ff;
  --night-back: #2a2e5c; --good: #8fe0b0; --good-back: #163d27; --bad: #ffb3a6;
  --bad-back: #4d1f17; --focus: #8ab4ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 78rem; padding: 1.5rem clamp(1rem, 4vw, 3rem) 3rem;
  background: var(--back); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
h1 { margin: 0; font-size: 1.75rem; letter-spacing: -0.02em; }
h2 { margin: 2rem 0 0.75rem; font-size: 1.25rem; }
header p { margin: 0.35rem 0; color: var(--soft); }
.verdict { display: inline-block; padding: 0.2rem 0.7rem; border-radius: 0.5rem; }
header .good { color: var(--good); background: var(--good-back); }
header .bad { color: var(--bad); background: var(--bad-back); }
a:focus-visible, button:focus-visible, input:focus-visible { outline: 3px solid var(--focus);
  outline-offset: 2px; }
.player { margin: 1.25rem 0; background: var(--face); border: 1px solid var(--line);
  border-radius: 0.75rem; overflow: hidden; }
.player img { display: block; width: 100%; max-height: 60vh; object-fit: contain;
  background: #000; }
.controls { display: flex; flex-wrap: wrap; gap: 0.75rem 1rem; align-items: center;
  padding: 0.75rem 1rem; }
.controls input { flex: 1 1 12rem; min-width: 8rem; accent-color: var(--focus); }
.controls output, time, dd { font-variant-numeric: tabular-nums; }
button { font: inherit; padding: 0.4rem 1.2rem; border-radius: 0.5rem; cursor: pointer;
  border: 1px solid var(--text); background: var(--text); color: var(--back); }
.timeline { margin: 0 0 1.25rem; }
.timeline svg { display: block; width: 100%; height: 2.75rem; }
.timeline line { stroke-width: 3; vector-effect: non-scaling-stroke; }
.timeline .axis { stroke: var(--line); stroke-width: 1; }
.timeline .day { stroke: var(--day); }
.timeline .night { stroke: var(--night); }
.timeline .reach { fill: transparent; }
.timeline figcaption { display: flex; justify-content: space-between; color: var(--soft);
  font-size: 0.875rem; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr));
  gap: 0.75rem; margin: 0; }
.figures div { background: var(--face); border: 1px solid var(--line); border-radius: 0.75rem;
  padding: 0.6rem 0.9rem; display: flex; flex-direction: column-reverse;
  justify-content: flex-end; }
.figures dt { color: var(--soft); font-size: 0.875rem; }
.figures dd { margin: 0; font-size: 1.25rem; font-weight: 600; }
.grid { list-style: none; margin: 0; padding: 0; display: grid; gap: 1rem;
  grid-template-columns: repeat(auto-fill, minmax(min(16rem, 100%), 1fr)); }
.grid li { background: var(--face); border: 1px solid var(--line); border-radius: 0.75rem;
  overflow: hidden; padding-bottom: 0.6rem; scroll-margin-top: 1rem; }
.grid li:target { outline: 3px solid var(--focus); }
.grid p { margin: 0.4rem 0.9rem 0; overflow-wrap: anywhere; }
.photo { display: block; }
.photo:focus-visible { outline-offset: -3px; }
.photo img { display: block; width: 100%; aspect-ratio: 4 / 3; object-fit: cover;
  background: var(--line); color: var(--soft); font-size: 0.875rem; }
.number { font-weight: 600; }
.number::before { content: "#"; color: var(--soft); font-weight: 400; }
.badge { display: inline-block; padding: 0 0.55rem; border-radius: 1rem; font-size: 0.8125rem; }
.badge.day { color: var(--day); background: var(--day-back); }
.badge.night { color: var(--night); background: var(--night-back); }
.badge.verified { color: var(--good); background: var(--good-back); }
.badge.pending { color: var(--bad); background: var(--bad-back); }
.facts { color: var(--soft); font-size: 0.875rem; }
`;
