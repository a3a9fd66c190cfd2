/* Asks for what the page at this address needs while the app itself still loads. */
(() => {
  // Without this cookie nobody is signed in: see mayHaveSession(). The answer is read by transport.ts.
  if (/(^|; )XSRF-TOKEN=/.test(document.cookie)) {
    window.whoAmI = fetch('/api/auth/me', { headers: { Accept: 'application/json' } });
    window.whoAmI.catch(() => {});
  }
  /* The build fills in: the path as an expression, the code, the texts in either language. */
  const pages = ['__PAGES__'];
  const page = pages.find(({ path }) => new RegExp(path).test(location.pathname));
  if (!page) return;
  const texts = page[document.documentElement.lang] || [];
  for (const href of page.code.concat(texts)) {
    const link = document.createElement('link');
    document.head.append(Object.assign(link, { rel: 'modulepreload', href }));
  }
})();
