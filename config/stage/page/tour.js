// The panel of the tour: what to do, step by step, what the hub said of it, and the hub's clock.

import { language, word } from "./words.js";

const at = (id) => document.getElementById(id);
const STEPS = [
  { id: "answered", says: "ask" },
  { id: "tagged", says: "ask" },
  { id: "puzzled", says: "odd" },
  { id: "called", says: "odd" },
  { id: "lapsed", leap: "8d" },
];
const LEAPS = ["1h", "1d", "8d", "30d"];
const MINUTE = 60_000;

let facts = null;
let acts = {};
let busy = false;
let refusal = "";

function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

function mark(text) {
  const badge = make("span", { className: "mark" }, text);
  badge.setAttribute("aria-hidden", "true");
  return badge;
}

/** In the shop's own zone, as the console shows times. */
function clock(instant, options) {
  const tag = language === "zh" ? "zh-CN" : "en-GB";
  return new Intl.DateTimeFormat(tag, { timeZone: facts.timezone, hourCycle: "h23", ...options }).format(instant);
}

const TIME = { hour: "2-digit", minute: "2-digit", second: "2-digit" };
const DAY = { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };

function button(id, label, act, className = "step-act") {
  const element = make("button", { type: "button", id, className, disabled: busy || !facts.up }, label);
  element.addEventListener("click", act);
  return element;
}

/** A browser that gives no page its clipboard gets the words marked, for Ctrl-C. */
async function copy(pressed, quote) {
  try {
    await navigator.clipboard.writeText(quote.textContent);
    pressed.textContent = word("copied");
  } catch {
    getSelection().selectAllChildren(quote);
  }
}

function sentence(step) {
  const text = facts.sentences[step.says][language];
  const quote = make("q", { className: "say" }, text);
  const say = button(`say-${step.id}`, word("sayIt"), () => acts.say(step.says));
  const take = button(`copy-${step.id}`, word("copy"), () => copy(take, quote), "quiet");
  take.setAttribute("aria-label", `${word("copy")}: ${text}`);
  say.setAttribute("aria-label", `${word("sayIt")}: ${text}`);
  return make("div", { className: "step-do" }, quote, say, take);
}

function leap(name, id, className) {
  return button(id, word(`leap_${name}`), () => acts.leap(name), className);
}

function doing(step) {
  return step.says ? sentence(step) : make("div", { className: "step-do" }, leap(step.leap, `leap-${step.id}`, "step-act"));
}

function doneRow(step, done) {
  const title = make("h3", {}, word(`${step.id}_step`), make("span", { className: "unseen" }, ` (${word("stepDone")})`));
  const told = make("p", {}, word(`${step.id}_done`, { ...done, at: clock(new Date(done.at), TIME) }));
  return make("li", { id: `step-${step.id}`, className: "step done" }, mark("✓"), make("div", { className: "step-words" }, title, told));
}

/** Only the next one says what it is about: the rest would hide the inbox. */
function openRow(step, place, isNext) {
  const words = make("div", { className: "step-words" }, make("h3", {}, word(`${step.id}_step`)));
  if (isNext) words.append(make("p", {}, word(`${step.id}_why`)));
  return make("li", { id: `step-${step.id}`, className: isNext ? "step next" : "step" }, mark(String(place + 1)), words, doing(step));
}

function rows() {
  const next = STEPS.find(({ id }) => !facts.done[id]);
  return STEPS.map((step, place) => {
    const done = facts.done[step.id];
    return done ? doneRow(step, done) : openRow(step, place, step === next);
  });
}

function time() {
  const shown = make("time", {}, clock(Date.now() + facts.ahead * 1000, DAY));
  const days = facts.ahead / 86_400;
  const ahead = facts.ahead ? word("ahead", { by: days < 1 ? word("hours", { count: Math.round(facts.ahead / 3600) }) : word("days", { count: Number(days.toFixed(1)) }) }) : word("notMoved");
  const note = make("p", {}, make("strong", {}, word("hubTime"), " ", shown), ` · ${ahead}`);
  note.setAttribute("role", "status");
  const leaps = make("div", { className: "leaps" }, ...LEAPS.map((name) => leap(name, `clock-${name}`, "leap")));
  leaps.setAttribute("role", "group");
  leaps.setAttribute("aria-label", word("moveClock"));
  return make("div", { className: "clock" }, note, leaps, make("p", { className: "fine" }, refusal || word("noWayBack")));
}

function draw() {
  const count = STEPS.filter(({ id }) => facts.done[id]).length;
  at("tour-count").textContent = `${count}/${STEPS.length}`;
  const title = make("h2", { className: count === STEPS.length ? "good" : "" }, word(count === STEPS.length ? "tourDone" : "tourTitle"));
  const head = make("div", { className: "tour-head" }, title, make("p", {}, word("tourIntro")));
  const focused = at("tour").contains(document.activeElement) ? document.activeElement.id : "";
  at("tour").replaceChildren(head, make("ol", { className: "steps" }, ...rows()), time());
  if (focused) at(focused)?.focus();
}

/** Draw it all again; what was focused stays so. */
export function drawTour(known, connected) {
  facts = { ...known, up: known.up && connected };
  draw();
}

/** What the buttons do; each answers with what was refused, or nothing. */
export function wireTour({ say, leap }) {
  const once = (act) => async (name) => {
    busy = true;
    draw();
    refusal = await act(name);
    busy = false;
    draw();
  };
  acts = { say: once(say), leap: once(leap) };
  setInterval(() => facts && draw(), MINUTE); // the time that is shown goes on
}
