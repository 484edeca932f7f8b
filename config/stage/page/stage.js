// The stage: comes in by the link, shows both sides, hears what moves.

import { drawCampaign, wireCampaign } from "./campaign.js";
import { answered, choose as choosePerson, redraw, setPeople, shownPerson, visit } from "./people.js";
import { drawPlug } from "./plug.js";
import { drawTour, wireTour } from "./tour.js";
import { showSide, wireViews } from "./views.js";
import { choose, dress, language, word } from "./words.js";

const at = (id) => document.getElementById(id);
const root = document.documentElement;
const PANELS = ["tour", "campaign", "plug"];
const PULLED = new Set(["storm", "dark", "catching_up"]);
const roomy = matchMedia("(min-width: 900px) and (min-height: 800px)");
let facts = null;
let connected = true;

async function post(path, body) {
  const headers = { "Content-Type": "application/json" };
  return fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
}

/** The token stands behind `#`, so that it reaches no log; it leaves the address bar at once. */
async function enter() {
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  if (!token) return true;
  history.replaceState(null, "", "/");
  return (await post("/enter", { token })).ok;
}

function shut(spent) {
  at("door").hidden = false;
  at("door-title").textContent = word(spent ? "spentTitle" : "doorTitle");
  at("door-text").textContent = word(spent ? "spent" : "door");
}

// The frames

function dressed(path) {
  const url = new URL(path);
  url.searchParams.set("lang", language);
  url.searchParams.set("theme", root.dataset.theme);
  return url.href;
}

/** A frame's own steps must not fill the history of the stage. */
function frame(id, path) {
  const element = at(id);
  const wanted = dressed(path);
  const fresh = element.cloneNode(false);
  fresh.src = wanted;
  element.replaceWith(fresh);
}

const showPhone = (id) => frame("phone", `${facts.simulation}/phones/${id}`);
const showShop = () => frame("shop", `${facts.shop}/`);
const reportOf = (id) => `${facts.hub}/campaigns/${id}`;
const showInbox = () => frame("inbox", `${facts.hub}/inbox`);
const isPocket = () => getComputedStyle(at("tabs")).display !== "none";

function showFrames() {
  showPhone(shownPerson());
  showShop();
  showInbox();
}

// What moves

function draw() {
  const state = !connected ? "gone" : facts.up ? "up" : "down";
  at("pulse").classList.toggle("down", state !== "up");
  at("pulse").lastElementChild.textContent = word(state);
  drawPlug(facts.plug, facts.up && connected, pull);
  drawTour(facts, connected);
  drawCampaign(facts.campaign, facts.up && connected && !PULLED.has(facts.plug.phase));
}

async function pull() {
  facts = { ...facts, plug: { ...facts.plug, phase: "storm" } };
  draw();
  await post("/plug", {});
}

/** With `pulls` the plug is pulled in its middle. */
async function launch(pulls) {
  facts = { ...facts, campaign: { ...facts.campaign, phase: "gathering", known: 0, slices: [], people: [], parts: {}, campaign_id: "" } };
  draw();
  await post("/campaign", pulls ? { pull: "yes" } : {});
}

/** Below the panel, or in the inbox's place where there is room for one thing. */
function showReport(id) {
  frame("inbox", reportOf(id));
  if (isPocket()) showTab("inbox");
}

function visitPhone(person) {
  visit(person);
  if (isPocket()) showTab("phone");
  else showSide("phone");
}

/** What the stage refuses it says in words. */
async function ask(path, body) {
  const response = await post(path, body);
  return response.ok ? "" : (await response.json()).detail;
}

async function say(what) {
  choosePerson(facts.viewer);
  showSide("phone");
  return ask("/say", { what, language });
}

const leap = (by) => ask("/clock", { by });

function listen() {
  const stream = new EventSource("/stream");
  const heard = (event) => {
    connected = true;
    facts = { ...facts, ...JSON.parse(event.data) };
    draw();
  };
  stream.addEventListener("facts", heard);
  stream.addEventListener("moved", heard);
  stream.addEventListener("answered", (event) => {
    const { person, words } = JSON.parse(event.data);
    if (!isCrowdsOrColleagues(words)) answered(person);
  });
  stream.onerror = () => {
    connected = false;
    draw();
  };
}

const isCrowdsOrColleagues = (words) => facts.scripted.includes(words);

// What one can press

function showTab(name) {
  document.body.dataset.tab = name;
  for (const tab of at("tabs").children) tab.setAttribute("aria-current", String(tab.dataset.tab === name));
  openPanel(PANELS.includes(name) ? name : "");
}

/** One at a time, above the inbox. */
function openPanel(name) {
  for (const panel of PANELS) {
    at(panel).hidden = panel !== name;
    at(`open-${panel}`).setAttribute("aria-expanded", String(panel === name));
  }
}

function turnPanel(name) {
  const opens = at(name).hidden;
  if (name === "tour") localStorage.setItem("stage.tour", opens ? "open" : "closed");
  openPanel(opens ? name : "");
}

/** The story is told until it is put away or has been seen, where the inbox has room below it. */
function openTour() {
  const seen = at("tour").querySelector(".step:not(.done)") === null;
  if (roomy.matches && !seen && localStorage.getItem("stage.tour") !== "closed") openPanel("tour");
}

function wire() {
  at("language").addEventListener("click", () => {
    choose(language === "zh" ? "en" : "zh");
    paint();
    showFrames();
  });
  at("theme").addEventListener("click", () => {
    root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
    localStorage.setItem("stage.theme", root.dataset.theme);
    showFrames();
  });
  wireViews();
  for (const panel of PANELS) at(`open-${panel}`).addEventListener("click", () => turnPanel(panel));
  wireTour({ say, leap });
  wireCampaign({ launch, reportOf, report: showReport, visit: visitPhone });
  for (const tab of at("tabs").children) tab.addEventListener("click", () => showTab(tab.dataset.tab));
}

function paint() {
  dress();
  document.title = `scrm · ${word("stage")}`;
  at("language").textContent = word("other");
  at("language").lang = language === "zh" ? "en" : "zh-CN";
  redraw();
  draw();
}

async function open() {
  dress();
  const entered = await enter();
  const response = await fetch("/facts");
  if (!response.ok) return shut(!entered);
  facts = await response.json();
  at("shop-link").href = facts.shop;
  at("shop-link").textContent = new URL(facts.shop).host;
  at("bar").hidden = at("main").hidden = false;
  setPeople(facts.people, showPhone);
  wire();
  paint();
  showTab(document.body.dataset.tab);
  openTour();
  showFrames();
  listen();
}

open();
