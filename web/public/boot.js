/* Runs before the first paint. A file of its own, so that the page needs no inline script. */
(() => {
  let stored = {};
  try {
    stored = JSON.parse(localStorage.getItem('hatif.preferences')) || {};
  } catch {
    stored = {};
  }
  const root = document.documentElement;
  const browser = (navigator.language || 'en').slice(0, 2) === 'ar' ? 'ar' : 'en';
  const language = stored.language === 'ar' || stored.language === 'en' ? stored.language : browser;
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  const theme = stored.theme === 'light' || stored.theme === 'dark' ? stored.theme : null;
  root.lang = language;
  root.dir = language === 'ar' ? 'rtl' : 'ltr';
  root.dataset.theme = theme || (dark ? 'dark' : 'light');
  root.dataset.density = stored.density === 'comfortable' ? 'comfortable' : 'compact';
})();
