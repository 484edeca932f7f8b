/* Starts the API reference; in a file of its own because the page allows no inline script. */
/* global SwaggerUIBundle */
var dark = matchMedia('(prefers-color-scheme: dark)');
function follow() {
  document.documentElement.classList.toggle('dark-mode', dark.matches);
}
dark.addEventListener('change', follow);
follow();
SwaggerUIBundle({
  url: '/api/v1/openapi.json',
  dom_id: '#docs',
  deepLinking: true,
  docExpansion: 'list',
  validatorUrl: null,
  requestInterceptor: function (request) {
    if (request.method && request.method !== 'GET') {
      var csrf = null;
      try {
        csrf = sessionStorage.getItem('scrm.csrf');
      } catch {
        csrf = null;
      }
      if (csrf) request.headers['X-CSRF-Token'] = csrf;
    }
    return request;
  },
});
