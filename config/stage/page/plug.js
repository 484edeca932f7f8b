// The panel of the accident: what it is, how it goes, and what was counted.

import { word } from "./words.js";

const at = (id) => document.getElementById(id);
const RUNNING = new Set(["storm", "dark", "catching_up"]);
const TO_BE_ZERO = new Set(["lost", "doubled", "disordered", "replies_lost", "replies_doubled", "campaign_lost", "campaign_doubled"]);
const CUSTOMERS = ["written", "acknowledged", "in_inbox", "lost", "doubled", "disordered"];
const REPLIES = ["replies", "replies_sent", "replies_unknown", "replies_lost", "replies_doubled", "waiting"];
const CAMPAIGN = ["campaign_audience", "campaign_accepted", "campaign_unknown", "campaign_lost", "campaign_doubled", "campaign_waiting"];
const UNSURE = new Set(["replies_unknown", "campaign_unknown"]);

function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

/** What the run has shown, in a sentence; the figures decide, not the hope. */
function verdict({ phase, clean }) {
  if (phase === "done" || phase === "late") return clean ? phase : "wrong";
  return phase;
}

function sentence(progress, kind) {
  const { tally } = progress;
  const all = tally.replies === tally.replies_sent;
  return word(kind, {
    messages: progress.messages,
    dark: progress.dark_seconds.toFixed(1),
    waiting: tally.waiting + tally.written - tally.in_inbox,
    replies: word(all ? "repliesAll" : "repliesMost", { count: tally.replies, sent: tally.replies_sent }),
    unknown: `${unsure(tally)} ${unsureOfCampaign(progress.campaign)}`,
  });
}

function unsureOfCampaign(campaign) {
  if (!campaign?.campaign_unknown) return "";
  return word("campaignUnknown", { count: campaign.campaign_unknown, arrived: campaign.campaign_unknown_arrived });
}

function unsure({ replies_unknown: count, replies_unknown_arrived: arrived }) {
  if (count === 0) return "";
  if (count === 1) return word("unknownOne", { arrived: word(arrived ? "didArrive" : "didNotArrive") });
  return word("unknown", { count, arrived });
}

/** What is on its way is not lost: until the count is final, such a figure says that it is not. */
function figure(name, tally, running) {
  const value = tally[name];
  const open = running && TO_BE_ZERO.has(name) && value > 0;
  const number = make("dd", {}, open ? "…" : String(value));
  number.dataset.count = name;
  if (TO_BE_ZERO.has(name) && !open) number.className = value ? "wrong" : "zero";
  if (UNSURE.has(name) && value) number.className = "unsure";
  return make("div", {}, make("dt", {}, word(name)), number);
}

function group(title, names, { tally, phase, campaign }) {
  const figures = { ...tally, ...campaign };
  const running = RUNNING.has(phase);
  return make("div", {}, make("h3", {}, word(title)), make("dl", {}, ...names.map((name) => figure(name, figures, running))));
}

/** Draw it all again; what was focused stays so. */
export function drawPlug(progress, up, pull) {
  const kind = verdict(progress);
  const running = RUNNING.has(progress.phase);
  const title = make("h2", { className: { done: "good", wrong: "wrong" }[kind] ?? "" }, word(`${kind}Title`, { dark: progress.dark_seconds.toFixed(1) }));
  const told = make("p", { className: "told" }, sentence(progress, kind));
  const words = make("div", {}, title, told);
  words.setAttribute("role", "status");
  const label = running ? "running" : progress.run ? "again" : "now";
  const button = make("button", { type: "button", className: "now", id: "pull-now", disabled: running || !up }, word(label));
  button.addEventListener("click", pull);
  const parts = [make("div", { className: "plug-head" }, words, button)];
  if (progress.run) {
    const counts = make("div", { className: "counts" }, group("customers", CUSTOMERS, progress), group("answers", REPLIES, progress));
    if (progress.campaign) counts.append(group("posted", CAMPAIGN, progress));
    parts.push(counts, make("p", { className: "source" }, word("source")));
  }
  const focused = document.activeElement?.id === "pull-now";
  at("plug").replaceChildren(...parts);
  if (focused) at("pull-now").focus();
}
