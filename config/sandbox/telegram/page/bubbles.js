// One message of the chat as elements.

import { icon, make } from "./elements.js";
import { player } from "./sound.js";
import { language, word } from "./words.js";

const hour = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hour12: false });
const date = new Intl.DateTimeFormat(language, { day: "numeric", month: "long" });

export const fileAddress = (file) => `/sandbox/files/${encodeURIComponent(file.file_id)}`;

/** The day of a message in words. */
export function dayName(seconds) {
  const days = (when) => Math.floor((when.getTime() - when.getTimezoneOffset() * 60000) / 86400000);
  const ago = days(new Date()) - days(new Date(seconds * 1000));
  if (ago === 0) return word("today");
  return ago === 1 ? word("yesterday") : date.format(new Date(seconds * 1000));
}

/** As the real one shows it: what a link gives the bot is not for the person to read. */
const said = ({ text }) => (text?.startsWith("/start ") ? "/start" : text);

/** What a message says in one line. */
export function summary(message) {
  for (const kind of ["photo", "voice", "sticker", "location", "contact"]) {
    if (message[kind] && !message.caption) return word(kind);
  }
  return said(message) ?? message.caption ?? message.document?.file_name ?? word("document");
}

export function row(message, own, act) {
  const bubble = make("div", { className: message.sticker ? "bubble bare" : "bubble" });
  if (message.reply_to_message) {
    bubble.append(make("div", { className: "quote" }, summary(message.reply_to_message)));
  }
  bubble.append(...content(message));
  const words = bubble.querySelector(":scope > .text:last-child");
  (words ?? bubble).append(meta(message)); // beside the last line where there is room
  const line = make("div", { className: "line" }, bubble, tools(message, own, act));
  const element = make("div", { className: own ? "row own" : "row" }, line);
  const keyboard = message.reply_markup?.inline_keyboard;
  if (keyboard) element.append(buttons(message, keyboard, act));
  return element;
}

function content(message) {
  const words = said(message) ?? message.caption;
  const marks = message.entities ?? message.caption_entities ?? [];
  const parts = medium(message, words === undefined);
  if (words !== undefined) parts.push(make("p", { className: "text" }, ...marked(words, marks)));
  return parts.length ? parts : [make("p", { className: "text" }, word("unsupported"))];
}

function medium(message, alone) {
  if (message.photo) {
    const largest = message.photo.at(-1);
    const picture = make("img", { src: fileAddress(largest), alt: word("photo"), loading: "lazy" });
    picture.className = alone ? "media last" : "media";
    picture.width = largest.width;
    picture.height = largest.height;
    picture.style.height = "auto";
    return [picture];
  }
  if (message.sticker) {
    return [make("img", { src: fileAddress(message.sticker), alt: word("sticker"), className: "sticker" })];
  }
  const sound = message.voice ?? message.audio;
  if (sound) {
    const label = message.audio?.file_name ?? word("voice");
    return [player(fileAddress(sound), sound, label)];
  }
  if (message.video ?? message.animation) {
    const film = message.video ?? message.animation;
    return [make("video", { src: fileAddress(film), controls: true, className: "media" })];
  }
  return card(message);
}

function card(message) {
  if (message.document) {
    const { file_name: name, file_size: size } = message.document;
    const link = cardOf("a", "document", name ?? word("document"), sizeInWords(size));
    link.href = fileAddress(message.document);
    return [link];
  }
  if (message.venue ?? message.location) {
    const place = message.venue?.location ?? message.location;
    const point = `${place.latitude.toFixed(4)}, ${place.longitude.toFixed(4)}`;
    return [cardOf("div", "location", message.venue?.title ?? word("location"), point)];
  }
  if (message.contact) {
    const { first_name: first, last_name: last, phone_number: number } = message.contact;
    return [cardOf("div", "contact", [first, last].filter(Boolean).join(" "), number)];
  }
  return [];
}

function cardOf(tag, name, title, detail) {
  const words = make("span", {}, make("strong", {}, title), make("small", {}, detail));
  return make(tag, { className: "card" }, make("span", { className: "disc" }, icon(name)), words);
}

function sizeInWords(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  const [amount, unit] = bytes < 1048576 ? [bytes / 1024, "kB"] : [bytes / 1048576, "MB"];
  return `${new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(amount)} ${unit}`;
}

function meta(message) {
  const time = hour.format(new Date(message.date * 1000));
  const edited = message.edit_date ? `${word("edited")} ` : "";
  return make("span", { className: "meta" }, `${edited}${time}`);
}

function tools(message, own, act) {
  const bar = make("div", { className: "tools" });
  const add = (name, deed) => {
    const button = make("button", { type: "button", className: "icon", title: word(name) }, icon(name));
    button.setAttribute("aria-label", word(name));
    button.addEventListener("click", deed);
    bar.append(button);
  };
  add("reply", () => act.reply(message));
  if (own && (message.text ?? message.caption) !== undefined) add("edit", () => act.edit(message));
  return bar;
}

function buttons(message, keyboard, act) {
  const grid = make("div", { className: "keyboard" });
  for (const line of keyboard) {
    const cells = line.map((button) => {
      if (button.url) {
        return make("a", { href: button.url, target: "_blank", rel: "noopener noreferrer" }, button.text);
      }
      const cell = make("button", { type: "button" }, button.text);
      if (button.callback_data) cell.addEventListener("click", () => act.press(message, button.callback_data, cell));
      else cell.disabled = true;
      return cell;
    });
    grid.append(make("div", {}, ...cells));
  }
  return grid;
}

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};

/** Text with its entities as nodes; offsets are UTF-16 units, which is how a string here counts. */
function marked(text, entities, from = 0, to = text.length) {
  const nodes = [];
  let position = from;
  const inside = entities.filter((entity) => entity.offset >= from && entity.offset + entity.length <= to);
  for (const [place, entity] of inside.entries()) {
    if (entity.offset < position) continue; // it lies in the one before and was made there
    nodes.push(text.slice(position, entity.offset));
    position = entity.offset + entity.length;
    const rest = inside.slice(place + 1);
    nodes.push(markedOne(entity, marked(text, rest, entity.offset, position), text.slice(entity.offset, position)));
  }
  nodes.push(text.slice(position, to));
  return nodes;
}

function markedOne(entity, children, words) {
  const address = { url: words, text_link: entity.url, email: `mailto:${words}` }[entity.type];
  if (address) {
    const full = /^[a-z]+:/i.test(address) ? address : `https://${address}`;
    return make("a", { href: full, target: "_blank", rel: "noopener noreferrer" }, ...children);
  }
  if (entity.type === "spoiler") return make("span", { className: "spoiler", tabIndex: 0 }, ...children);
  return make(TAGS[entity.type] ?? "span", {}, ...children);
}
