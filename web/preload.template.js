/* Asks for what the page at this address needs while the app itself still loads. */
(() => {
  const headers = { Accept: 'application/json', 'Accept-Language': document.documentElement.lang };
  /* The answers are read by transport.ts; none where the question failed or was not put. */
  const ask = (path) => fetch(path, { headers }).catch(() => null);

  // Without this cookie nobody is signed in: see mayHaveSession().
  if (/(^|; )XSRF-TOKEN=/.test(document.cookie)) {
    const whoAmI = ask('/api/auth/me');
    window.askedAhead = { '/api/auth/me': whoAmI };
    if (/^\/call-center-panel\/?$/.test(location.pathname)) {
      const dashboard = async () => {
        const { user } = await (await whoAmI).clone().json();
        const may = user.permissions.includes('orders.read') && !user.must_change_password;
        return may ? ask('/api/agent/dashboard') : null;
      };
      window.askedAhead['/api/agent/dashboard'] = dashboard().catch(() => null);
    }
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
