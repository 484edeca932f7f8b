// Whose phone is shown: a button for each customer, with a dot where the shop has answered.

import { word } from "./words.js";

const at = (id) => document.getElementById(id);
const HUES = [168, 24, 212, 340, 265, 48, 190, 96, 300];

let people = [];
let guest = null;
let shown = "";
let show = () => {};
const news = new Set();

/** Chinese names begin with the family's; of others the first letters of two parts. */
function initials(name) {
  if (/\p{Script=Han}/u.test(name)) return name.slice(0, 1);
  return name.replace(/\(.*\)/, "").split(" ").filter(Boolean).slice(0, 2).map((part) => part[0]).join("");
}

function draw() {
  const buttons = people.map((person, place) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "person";
    button.style.setProperty("--hue", HUES[place % HUES.length]);
    button.dataset.letters = initials(person.name);
    button.title = person.name;
    button.setAttribute("aria-label", person.name);
    button.setAttribute("aria-pressed", String(person.id === shown));
    button.classList.toggle("news", news.has(person.id));
    button.addEventListener("click", () => choose(person.id));
    return button;
  });
  const focused = [...at("people").children].indexOf(document.activeElement);
  at("people").replaceChildren(...buttons);
  buttons[focused]?.focus();
  const person = [...people, guest].find((one) => one?.id === shown);
  if (person) at("whose").textContent = word(person.visitor ? "visitor" : "whose", { name: person.name });
}

export function choose(id) {
  if (!people.some((person) => person.id === id)) return;
  news.delete(id);
  const changed = shown !== id;
  shown = id;
  draw();
  if (changed) show(id);
}

/** Show a phone of somebody who is not of the cast. */
export function visit(person) {
  guest = person;
  shown = person.id;
  draw();
  show(person.id);
}

/** The shop has answered this customer: show that phone, unless the shown one is being written on. */
export function answered(id) {
  if (id === shown) return;
  if (document.activeElement === at("phone")) {
    news.add(id);
    draw();
  } else choose(id);
}

export const shownPerson = () => shown;

/** Take the cast; `onShow` is told whose phone is to be shown. */
export function setPeople(cast, onShow) {
  people = cast;
  show = onShow;
  if (!people.some(({ id }) => id === shown)) shown = people[0]?.id ?? "";
  draw();
}

export const redraw = draw;
