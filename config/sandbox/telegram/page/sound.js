// A voice note: one button, its shape, its time. One plays at a time.

import { icon, make } from "./elements.js";
import { word } from "./words.js";

let playing = null;

const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

/** Bars that look like the recording's own: always the same ones for the same file. */
function shape(seed) {
  let state = [...seed].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, 7);
  return Array.from({ length: 30 }, () => {
    state = (state * 1664525 + 1013904223) >>> 0;
    const bar = make("i");
    bar.style.height = `${4 + (state >>> 24) / 13}px`;
    return bar;
  });
}

export function player(address, file, label) {
  const audio = new Audio(address);
  audio.preload = "none";
  const bars = shape(file.file_unique_id);
  const time = make("small", {}, clock(file.duration));
  const button = make("button", { type: "button", className: "disc", title: label });
  const show = () => {
    button.replaceChildren(icon(audio.paused ? "play" : "pause"));
    button.setAttribute("aria-label", `${label}: ${word(audio.paused ? "play" : "pause")}`);
    const done = audio.currentTime / (audio.duration || file.duration || 1);
    bars.forEach((bar, place) => bar.classList.toggle("done", place / bars.length < done));
    time.textContent = clock(audio.currentTime || file.duration);
  };
  button.addEventListener("click", () => {
    if (!audio.paused) return audio.pause();
    playing?.pause();
    playing = audio;
    return audio.play();
  });
  for (const event of ["play", "pause", "timeupdate"]) audio.addEventListener(event, show);
  audio.addEventListener("ended", () => { audio.currentTime = 0; show(); });
  show();
  const wave = make("span", { className: "wave", "aria-hidden": "true" }, ...bars);
  return make("div", { className: "sound" }, button, make("span", {}, wave, time));
}
