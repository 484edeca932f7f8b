// The cart, which lives in this browser, and the two places where a page opens the chat.

const NAME = "clay-and-leaf:cart";
const all = (wanted) => document.querySelectorAll(wanted);

/** How many of each; what a browser does not keep is kept until the page is left. */
let held = {};
try {
  held = JSON.parse(localStorage.getItem(NAME) ?? "{}");
} catch {
  held = {};
}

function keep() {
  try {
    localStorage.setItem(NAME, JSON.stringify(held));
  } catch {
    return; // a browser that keeps nothing: the cart holds until the page is left
  }
}

function change(id, by) {
  const count = (held[id] ?? 0) + by;
  if (count > 0) held[id] = count;
  else delete held[id];
  keep();
  draw();
}

function draw() {
  const count = Object.values(held).reduce((sum, one) => sum + one, 0);
  for (const badge of all("[data-held]")) {
    badge.hidden = count === 0;
    badge.textContent = String(count);
  }
  if (document.getElementById("filled")) drawCart(count);
}

function drawCart(count) {
  let total = 0;
  for (const row of all("[data-row]")) {
    const number = held[row.dataset.row] ?? 0;
    row.hidden = number === 0;
    row.querySelector("output").textContent = String(number);
    row.querySelector(".price").textContent = `€${number * row.dataset.price}`;
    total += number * row.dataset.price;
  }
  document.getElementById("empty").hidden = count > 0;
  document.getElementById("filled").hidden = count === 0;
  document.getElementById("total").textContent = `€${total}`;
}

for (const button of all("[data-add]")) {
  button.addEventListener("click", () => {
    change(button.dataset.add, 1);
    for (const said of all("[data-said]")) said.textContent = said.dataset.said;
  });
}
for (const button of all("[data-less]")) button.addEventListener("click", () => change(button.dataset.less, -1));
// Whoever presses before the chat's script is there is heard once it is: it takes up this queue.
window.scrm ??= Object.assign((...call) => window.scrm.q.push(call), { q: [] });
for (const button of all("[data-ask]")) button.addEventListener("click", () => window.scrm("open"));
addEventListener("storage", ({ key, newValue }) => {
  if (key !== NAME) return;
  held = JSON.parse(newValue ?? "{}");
  draw();
});
draw();
