/* Runs before the first paint. A file of its own, so that the page needs no inline script. */
(() => {
  const read = (key) => {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  };
  const stored = read('hatif.preferences') || {};
  const root = document.documentElement;
  const browser = (navigator.language || 'en').slice(0, 2) === 'ar' ? 'ar' : 'en';
  const language = stored.language === 'ar' || stored.language === 'en' ? stored.language : browser;
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  const wanted = stored.theme || read('hatif.company-theme');
  const theme = wanted === 'light' || wanted === 'dark' ? wanted : null;
  root.lang = language;
  root.dir = language === 'ar' ? 'rtl' : 'ltr';
  root.dataset.theme = theme || (dark ? 'dark' : 'light');
  root.dataset.density = stored.density === 'comfortable' ? 'comfortable' : 'compact';
})();
