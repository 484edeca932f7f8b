// What t.me is for real: a link that opens a bot on somebody's phone. Here one chooses whose.

import { dressAvatar, make } from "./elements.js";
import { dress, passOn, word } from "./words.js";

const at = (id) => document.getElementById(id);
const bot = decodeURIComponent(location.pathname.split("/").at(-1));
const given = new URLSearchParams(location.search).get("start") ?? "";
const payload = /^[A-Za-z0-9_-]{1,64}$/.test(given) ? given : "";

async function ask(path, body) {
  const headers = { "Content-Type": "application/json" };
  const sent = body ? { method: "POST", body: JSON.stringify(body), headers } : {};
  const answer = await fetch(path, sent);
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.error);
  return said;
}

/** Press Start on this phone, as its owner would, and look at it. */
async function start(person) {
  await ask(`/sandbox/people/${person.id}/messages`, { kind: "start", bot, payload });
  location.assign(passOn(`/phones/${person.id}`, { bot }));
}

/** One press is one start; what goes wrong is said, and can be tried again. */
async function once(act) {
  const pressed = [...document.querySelectorAll("button")];
  for (const button of pressed) button.disabled = true;
  at("toast").hidden = true;
  try {
    await act();
  } catch (failure) {
    at("toast").textContent = failure.message;
    at("toast").hidden = false;
    for (const button of pressed) button.disabled = false;
  }
}

function choice(person) {
  const name = [person.first_name, person.last_name].filter(Boolean).join(" ");
  const avatar = make("span", { className: "avatar", "aria-hidden": "true" });
  dressAvatar(avatar, name, person.id);
  const onclick = () => once(() => start(person));
  return make("li", {}, make("button", { type: "button", onclick }, avatar, name));
}

dress();
const known = (await ask("/sandbox/bots")).find((one) => one.username === bot);
document.title = known?.first_name ?? bot;
at("title").textContent = known?.first_name ?? bot;
at("about").textContent = word(known ? "whosePhone" : "noSuchBot");
at("new").hidden = !known;
if (known) at("people").replaceChildren(...(await ask("/sandbox/people")).map(choice));
at("new").addEventListener("submit", (event) => {
  event.preventDefault();
  const first_name = at("first-name").value.trim();
  once(async () => start(await ask("/sandbox/people", { first_name })));
});
