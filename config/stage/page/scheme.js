/* Before the first paint: the chosen colours, so that nothing flashes. */
(function () {
  var chosen = null;
  try {
    chosen = localStorage.getItem("stage.theme");
  } catch {
    chosen = null;
  }
  var dark = chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = dark ? "dark" : "light";
})();
