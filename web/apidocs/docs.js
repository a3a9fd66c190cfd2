/* Requests tried out here carry the session's CSRF header, like those of the app. */
function withCsrfHeader(request) {
  const cookie = document.cookie.split('; ').find((part) => part.startsWith('XSRF-TOKEN='));
  if (cookie) request.headers['X-XSRF-TOKEN'] = decodeURIComponent(cookie.slice(11));
  return request;
}

window.SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#swagger',
  deepLinking: true,
  filter: true,
  tryItOutEnabled: true,
  persistAuthorization: false,
  validatorUrl: null,
  requestInterceptor: withCsrfHeader,
});
