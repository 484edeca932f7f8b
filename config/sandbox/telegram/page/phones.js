// All phones side by side, each a page of its own in a frame.

import { summary } from "./bubbles.js";
import { dressAvatar, make } from "./elements.js";
import { dress, passOn, word } from "./words.js";

const at = (id) => document.getElementById(id);

function phone({ person, bot, last }) {
  const address = passOn(`/phones/${person.id}`, { bot: bot.id });
  const name = [person.first_name, person.last_name].filter(Boolean).join(" ");
  const avatar = make("span", { className: "avatar", "aria-hidden": "true" });
  dressAvatar(avatar, name, person.id);
  const words = make("small", {}, last ? summary(last) : word("noMessages"));
  const caption = make("figcaption", {}, avatar, make("a", { href: address, className: "words" }, name, words));
  const frame = make("iframe", { src: address, title: name, loading: "lazy" });
  return make("figure", { className: "set" }, caption, frame);
}

async function load() {
  const phones = await (await fetch("/sandbox/phones")).json();
  const figures = phones.map(phone);
  at("phones").replaceChildren(...(figures.length ? figures : [make("p", { className: "nobody" }, word("nobody"))]));
}

dress();
document.title = word("title");
at("title").textContent = word("title");
at("about").textContent = word("about");
at("new").addEventListener("submit", async (event) => {
  event.preventDefault();
  const body = JSON.stringify({ first_name: at("first-name").value.trim() });
  await fetch("/sandbox/people", { method: "POST", body, headers: { "Content-Type": "application/json" } });
  at("first-name").value = "";
  await load();
});
load();
