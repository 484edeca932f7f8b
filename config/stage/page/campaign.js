// The panel of the campaign: one click, who is where, and what three of its people do.

import { language, word } from "./words.js";

const at = (id) => document.getElementById(id);
const FATES = ["answered", "sent", "held", "stopped", "unknown", "blocked", "failed", "waiting"];
const ALWAYS = new Set(["answered", "sent", "held", "stopped", "waiting"]);
const IDLE = new Set(["idle", "done", "late", "failed"]);
const PARTS = ["complains", "leaves", "presses"];
const SLICES = { send: "", held: "conversation_waits", blocked: "opted_out" };

const SECTIONS = ["head", "slices", "people", "parts", "report"];
const drawn = new Map();
let acts = {};

function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

function button(id, label, act, { className = "quiet", disabled = false } = {}) {
  const element = make("button", { type: "button", id, className, disabled }, label);
  element.addEventListener("click", act);
  return element;
}

function title({ phase, counts }) {
  if (phase !== "done") return word(`c_${phase}Title`);
  return word(counts.unknown || counts.failed ? "c_unsureTitle" : "c_doneTitle");
}

function head(progress, free) {
  const running = !IDLE.has(progress.phase);
  const heading = make("h2", { className: progress.phase === "done" ? "good" : "" }, title(progress));
  const told = word(`c_${progress.phase}`, { ...progress, lasts: Math.max(1, Math.round(progress.lasts)), took: progress.took.toFixed(0) });
  const words = make("div", {}, heading, make("p", { className: "told" }, told));
  words.setAttribute("role", "status");
  const label = running ? "launching" : progress.phase === "idle" ? "launch" : "launchAgain";
  const buttons = make("div", { className: "launches" }, button("launch-now", word(label), () => acts.launch(false), { className: "launch", disabled: !free }));
  if (!running) buttons.append(button("launch-pull", word("launchPull"), () => acts.launch(true), { className: "launch-pull", disabled: !free }));
  return make("div", { className: "plug-head" }, words, buttons);
}

function slice({ fate, why, people }) {
  return word(SLICES[fate] === why ? `slice_${fate}` : "slice_other", { people, fate, why });
}

function preflight({ slices }) {
  const list = make("ul", { className: "slices" }, ...slices.map((one) => make("li", { className: `fate-${one.fate}` }, slice(one))));
  return make("div", { className: "said" }, make("h3", {}, word("c_preflightSaid")), list);
}

/** A dot for each of them, in the hub's order; the numbers beside say the same. */
function dots({ people }) {
  const row = make("div", { className: "dots" }, ...people.map((fate) => make("i", { className: `fate-${fate}` })));
  row.setAttribute("aria-hidden", "true");
  return row;
}

function numbers({ counts }) {
  const shown = FATES.filter((fate) => ALWAYS.has(fate) || counts[fate]);
  return make("dl", { className: "fates" }, ...shown.map((fate) => {
    const number = make("dd", {}, String(counts[fate] ?? 0));
    number.dataset.fate = fate;
    return make("div", { className: `fate-${fate}` }, make("dt", {}, word(`fate_${fate}`)), number);
  }));
}

function part(role, { name, phone, is_done: done }) {
  const mark = make("span", { className: "mark" }, done ? "✓" : "…");
  mark.setAttribute("aria-hidden", "true");
  const told = make("p", {}, word(`${role}_${done ? "done" : "part"}`, { name }));
  const show = button(`phone-${role}`, word("theirPhone"), () => acts.visit({ id: phone, name }));
  show.setAttribute("aria-label", word("phoneOf", { name }));
  return make("li", { className: done ? "part done" : "part", id: `part-${role}` }, mark, told, show);
}

function parts(progress) {
  const known = PARTS.filter((role) => progress.parts[role]);
  return make("ol", { className: "parts" }, ...known.map((role) => part(role, progress.parts[role])));
}

function report({ campaign_id: id }) {
  const link = make("a", { id: "open-report", className: "report", href: acts.reportOf(id) }, word("c_report"));
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    acts.report(id);
  });
  return link;
}

function standing(progress) {
  return make("div", { className: "standing" }, make("h3", {}, word("people_of")), dots(progress), numbers(progress));
}

/** What is drawn, by what it depends on: what has not changed is left alone, for somebody may be about
 * to press it. */
function sections(progress, free) {
  const { phase, name, known, welcomed, slices, people, parts: acting, took, lasts, counts } = progress;
  const ended = IDLE.has(phase) ? [took, counts] : [];
  return {
    head: [[phase, name, known, welcomed, lasts, free, ended], () => head(progress, free)],
    slices: [slices, () => slices.length && preflight(progress)],
    people: [people, () => people.length && standing(progress)],
    parts: [acting, () => Object.keys(acting).length && parts(progress)],
    report: [progress.campaign_id, () => progress.campaign_id && report(progress)],
  };
}

/** Draw what has changed; what was focused stays so. */
export function drawCampaign(progress, free) {
  const panel = at("campaign");
  if (!panel.children.length) panel.append(...SECTIONS.map((name) => make("div", { className: `of-${name}` })));
  const focused = panel.contains(document.activeElement) ? document.activeElement.id : "";
  const wanted = sections(progress, free && IDLE.has(progress.phase));
  SECTIONS.forEach((name, place) => {
    const [facts, build] = wanted[name];
    const known = JSON.stringify([language, facts]);
    if (drawn.get(name) === known) return;
    drawn.set(name, known);
    panel.children[place].replaceChildren(...[build()].filter(Boolean));
  });
  if (focused && document.activeElement?.id !== focused) at(focused)?.focus();
}

/** What the buttons and the link do. */
export function wireCampaign(given) {
  acts = given;
}
