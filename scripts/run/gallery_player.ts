/**
 * The gallery's only script: flips through the photos like a time-lapse. It reads them from the
 * page itself, so that no data has to be put into the script.
 */
export const playerScript = `
"use strict";
const screen_ = document.getElementById("screen");
if (screen_ !== null) {
  const photos = Array.from(document.querySelectorAll(".grid .photo img"), (image) => ({
    source: image.getAttribute("src"), text: image.alt,
    time: image.closest("li").querySelector("time").textContent }));
  const play = document.getElementById("play");
  const position = document.getElementById("position");
  const caption = document.getElementById("caption");
  const step_ms = 250;
  let timer = null;
  const show = (index) => {
    screen_.src = photos[index].source;
    screen_.alt = photos[index].text;
    caption.textContent = photos[index].time;
    position.value = String(index);
    position.setAttribute("aria-valuetext", photos[index].text);
  };
  const stop = () => {
    clearInterval(timer);
    timer = null;
    play.textContent = "Play";
    play.setAttribute("aria-pressed", "false");
  };
  const start = () => {
    // Fetched ahead, so that no frame shows half a picture.
    photos.forEach(({ source }) => { new Image().src = source; });
    timer = setInterval(() => show((Number(position.value) + 1) % photos.length), step_ms);
    play.textContent = "Pause";
    play.setAttribute("aria-pressed", "true");
  };
  play.addEventListener("click", () => (timer === null ? start() : stop()));
  position.addEventListener("input", () => { stop(); show(Number(position.value)); });
}
`;
