// One phone: loads its chat, listens to what changes, does what the person does.

import { dayName, row, summary } from "./bubbles.js";
import { dressAvatar, icon, make } from "./elements.js";
import { dress, passOn, word } from "./words.js";

const person = Number(location.pathname.split("/").pop());
const asked = new URLSearchParams(location.search);
const chat = new URLSearchParams();
for (const name of ["bot", "group"]) if (asked.has(name)) chat.set(name, asked.get(name));
const base = `/sandbox/people/${person}`;
const at = (id) => document.getElementById(id);
const list = at("messages");
const messages = new Map();
const rows = new Map(); // number -> {message, element}: what did not change stays as it is
let context = null; // {kind: "edit" | "reply", message}
let blocked = false;
let started = false;
let typingEnds = 0;

async function call(method, path, body) {
  const options = { method };
  if (body instanceof FormData) options.body = body;
  else if (body) Object.assign(options, { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } });
  const response = await fetch(`${base}${path}?${chat}`, options);
  const answer = await response.json();
  if (!response.ok) toast(answer.error);
  return response.ok ? answer : null;
}

// What the screen shows

function nearEnd() {
  return list.scrollHeight - list.scrollTop - list.clientHeight < 90;
}

function draw(newest = null) {
  const stay = !nearEnd() && newest !== null;
  const typing = performance.now() < typingEnds;
  list.replaceChildren();
  let before = null;
  for (const message of [...messages.values()].sort((a, b) => a.message_id - b.message_id)) {
    if (!before || dayName(before.date) !== dayName(message.date)) {
      list.append(make("div", { className: "day" }, dayName(message.date)));
      before = null;
    }
    const element = rowOf(message);
    const joined = before?.from.id === message.from.id && message.date - before.date < 180;
    element.classList.toggle("joined", joined);
    element.classList.toggle("new", message.message_id === newest);
    list.append(element);
    before = message;
  }
  if (!before) list.append(make("p", { className: "empty" }, word("empty")));
  if (typing) list.append(make("div", { className: "row" }, make("div", { className: "bubble typing" }, make("i"), make("i"), make("i"))));
  if (!stay) toEnd();
  frame();
}

function rowOf(message) {
  const known = rows.get(message.message_id);
  if (known?.message === message) return known.element;
  const own = message.by_bot === 0 && message.from.id === person;
  const element = row(message, own, acts);
  rows.set(message.message_id, { message, element });
  return element;
}

function toEnd() {
  list.scrollTop = list.scrollHeight;
}

function frame() {
  const typing = performance.now() < typingEnds;
  at("status").textContent = typing ? word("typing") : word(blocked ? "blocked" : "bot");
  at("status").classList.toggle("active", typing);
  at("turn").textContent = word(blocked ? "unblock" : "block");
  at("turn").classList.toggle("danger", !blocked);
  const quiet = blocked || (!started && !chat.has("group"));
  at("composer").hidden = quiet;
  at("start").hidden = !quiet;
  at("start").textContent = word(blocked ? "unblock" : "start");
}

function toast(words) {
  at("toast").textContent = words;
  at("toast").hidden = false;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => { at("toast").hidden = true; }, 3500);
}

async function load() {
  const phone = await call("GET", "/messages");
  if (!phone) return;
  document.title = `${phone.person.first_name} · ${phone.bot.first_name}`;
  at("name").textContent = phone.bot.first_name;
  at("owner").textContent = phone.person.first_name;
  dressAvatar(at("avatar"), phone.bot.first_name, phone.bot.id);
  blocked = phone.blocked;
  started = phone.started;
  messages.clear();
  for (const message of phone.messages) messages.set(message.message_id, message);
  draw();
}

// What happens elsewhere

const heard = {
  hello: load,
  reload: load,
  message({ message }) {
    if (message.by_bot) typingEnds = 0;
    else started = true;
    messages.set(message.message_id, message);
    draw(message.message_id);
    if (message.from.id === person) toEnd();
  },
  changed({ message }) {
    messages.set(message.message_id, message);
    draw(-1);
  },
  removed({ message_id: number }) {
    messages.delete(number);
    draw(-1);
  },
  action() {
    typingEnds = performance.now() + 5000;
    draw(-1);
    setTimeout(() => { if (performance.now() >= typingEnds) draw(-1); }, 5050);
  },
  answer({ press, text }) {
    const button = presses.get(press);
    if (button) button.removeAttribute("aria-busy");
    presses.delete(press);
    if (text) toast(text);
  },
  blocked(event) {
    blocked = event.blocked;
    started = true;
    frame();
  },
};

// What the person does

const presses = new Map();

const acts = {
  reply: (message) => setContext("reply", message),
  edit: (message) => {
    setContext("edit", message);
    at("text").value = message.text ?? message.caption;
    fit();
  },
  async press(message, data, button) {
    button.setAttribute("aria-busy", "true");
    const answer = await call("POST", "/presses", { message_id: message.message_id, data });
    if (!answer) button.removeAttribute("aria-busy");
    else presses.set(answer.press, button);
    setTimeout(() => button.removeAttribute("aria-busy"), 15000);
  },
};

function setContext(kind, message) {
  context = kind && { kind, message };
  at("context").hidden = !context;
  if (context) {
    at("context-title").textContent = word(kind === "edit" ? "editing" : "replying");
    at("context-text").textContent = summary(message);
  }
  at("text").focus();
}

function fit() {
  const text = at("text");
  text.style.height = "auto";
  text.style.height = `${Math.min(text.scrollHeight, 132)}px`;
}

async function send() {
  const text = at("text").value.trim();
  if (!text) return;
  const { kind, message } = context ?? {};
  at("text").value = "";
  fit();
  setContext(null);
  const done = kind === "edit"
    ? await call("PATCH", `/messages/${message.message_id}`, { text })
    : await call("POST", "/messages", { text, reply_to: message?.message_id ?? 0 });
  if (!done) at("text").value = text; // nothing typed is lost
}

async function sendFile(kind, files) {
  const form = new FormData();
  form.append("kind", kind === "photo" && files.length > 1 ? "album" : kind);
  form.append("caption", at("text").value.trim());
  for (const file of files) form.append("file", file, file.name);
  if (await call("POST", "/messages", form)) at("text").value = "";
  fit();
}

function choose(kind, accept, multiple = false) {
  const input = at("file");
  Object.assign(input, { accept, multiple, value: "" });
  input.onchange = () => input.files.length && sendFile(kind, [...input.files].slice(0, 10));
  input.click();
}

const attachments = {
  photo: () => choose("photo", "image/*", true),
  document: () => choose("document", ""),
  voice: () => choose("voice", "audio/*"),
  sampleVoice: () => call("POST", "/messages", { kind: "voice" }),
  sticker: () => call("POST", "/messages", { kind: "sticker" }),
  location: () => call("POST", "/messages", { kind: "location", latitude: 52.5219, longitude: 13.4132 }),
  contact: () => call("POST", "/messages", { kind: "contact" }),
};

function menu(button, panel) {
  const turn = (open) => {
    panel.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    if (open) panel.querySelector("button").focus();
  };
  button.addEventListener("click", () => turn(panel.hidden));
  panel.addEventListener("click", () => turn(false));
  panel.addEventListener("keydown", (event) => {
    const items = [...panel.querySelectorAll("button")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) items.at((items.indexOf(document.activeElement) + step) % items.length).focus();
    if (event.key === "Escape") { turn(false); button.focus(); }
    if (step || event.key === "Escape") event.preventDefault();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!panel.contains(event.target) && !button.contains(event.target)) turn(false);
  });
}

function wire() {
  for (const [name, deed] of Object.entries(attachments)) {
    const item = make("button", { type: "button", role: "menuitem" }, icon(name), word(name));
    item.addEventListener("click", deed);
    at("attach-menu").append(item);
  }
  menu(at("attach"), at("attach-menu"));
  menu(at("more"), at("more-menu"));
  at("back").href = passOn("/phones");
  at("turn").addEventListener("click", () => call("POST", blocked ? "/unblock" : "/block", {}));
  at("start").addEventListener("click", () => {
    if (blocked) call("POST", "/unblock", {});
    else call("POST", "/messages", { kind: "start", payload: asked.get("start") ?? "" });
  });
  at("composer").addEventListener("submit", (event) => { event.preventDefault(); send(); });
  at("text").addEventListener("input", fit);
  at("text").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); send(); }
    if (event.key === "Escape" && context) setContext(null);
  });
  at("context-close").addEventListener("click", () => { at("text").value = ""; fit(); setContext(null); });
  at("to-end").addEventListener("click", toEnd);
  list.addEventListener("scroll", () => { at("to-end").hidden = nearEnd(); });
  list.addEventListener("load", () => { if (list.scrollHeight - list.scrollTop - list.clientHeight < 420) toEnd(); }, true);
}

let atEnd = true;
list.addEventListener("scroll", () => { atEnd = nearEnd(); });
new ResizeObserver(() => { if (atEnd) toEnd(); }).observe(list); // the composer grows upwards

dress();
wire();
new EventSource(`${base}/stream?${chat}`).addEventListener("message", (event) => {
  const { type, ...facts } = JSON.parse(event.data);
  heard[type]?.(facts);
});
