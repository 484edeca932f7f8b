// Which of phone and shop stand beside the inbox: both where there is room, else the one asked for.

const at = (id) => document.getElementById(id);
const roomy = matchMedia("(min-width: 1240px)");
const SIDES = ["phone", "shop"];
let wanted = ["phone", "shop"];

function shown() {
  return roomy.matches ? wanted : wanted.slice(-1);
}

function draw() {
  const sides = shown();
  for (const side of SIDES) document.body.classList.toggle(`${side}-on`, sides.includes(side));
  for (const button of at("views").children) button.setAttribute("aria-pressed", String(sides.includes(button.dataset.view)));
}

function turn(side) {
  const others = wanted.filter((one) => one !== side);
  wanted = shown().includes(side) ? others : [...others, side];
  draw();
}

/** Have this side in sight, where it is not already. */
export function showSide(side) {
  if (!shown().includes(side)) turn(side);
}

/** The last that was asked for is the one that stays where there is room for one. */
export function wireViews() {
  if (!roomy.matches) wanted = ["shop", "phone"];
  for (const button of at("views").children) button.addEventListener("click", () => turn(button.dataset.view));
  roomy.addEventListener("change", draw);
  draw();
}
