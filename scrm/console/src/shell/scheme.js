/* Before the first paint: the chosen colour scheme and text direction, so that nothing flashes. */
(function () {
  var chosen = null;
  try {
    /* In a frame the page around it may choose, so that both look alike: see firstLocale too. */
    var asked = new URLSearchParams(location.search).get('theme');
    if (window.parent !== window && (asked === 'dark' || asked === 'light'))
      localStorage.setItem('mantine-color-scheme-value', asked);
    chosen = localStorage.getItem('mantine-color-scheme-value');
  } catch {
    chosen = null;
  }
  var dark =
    chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
