// Building elements without ever parsing a string as HTML.

const SVG = "http://www.w3.org/2000/svg";

const ICONS = {
  photo: "M4 6.5h16v12H4zM4 16l4.5-4.5 4 4 2.5-2.5L20 17M15.5 10a.8.8 0 1 0 0-.01",
  document: "M7 3.5h7l4 4v13H7zM14 3.5v4h4M10 12h5M10 15.5h5",
  voice: "M12 4a2.5 2.5 0 0 1 2.5 2.5v5a2.5 2.5 0 0 1-5 0v-5A2.5 2.5 0 0 1 12 4zM6.5 11.5a5.5 5.5 0 0 0 11 0M12 17v3.5",
  sampleVoice: "M5 10v4M9 7v10M13 4.5v15M17 8v8M21 10.5v3",
  sticker: "M12 4a8 8 0 1 0 8 8l-8-8zM12 4c0 4.5 3 8 8 8M9 14.5c1 1.6 3.5 2 5 .6",
  location: "M12 21s6.5-6 6.5-11a6.5 6.5 0 0 0-13 0c0 5 6.5 11 6.5 11zM12 12.3a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6",
  contact: "M12 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM5 20c.6-3.6 3.4-5.5 7-5.5s6.4 1.9 7 5.5",
  play: "M8 5.5v13l10.5-6.500z",
  pause: "M8.5 6v12M15.5 6v12",
  edit: "m5 19 .8-3.8L16 5l3 3L8.8 18.2zM14 7l3 3",
  reply: "m9.5 7-5 5 5 5M5 12h8c4 0 6 2 6.5 5.5",
};

/** An element with properties; children are elements or text. */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

const SHADES = ["#4a6fa5", "#8a5a9e", "#2f7d6d", "#a35a3a", "#5b6bb5", "#93552e", "#3d7a94", "#9a4766"];

/** Initials on a colour that stays with the number. */
export function dressAvatar(element, name, number) {
  element.textContent = [...name].slice(0, 1).join("").toUpperCase();
  element.style.setProperty("--shade", SHADES[number % SHADES.length]);
}
