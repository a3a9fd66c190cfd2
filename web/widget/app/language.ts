import type { Language } from './types';

/** What the site says of itself, then what it says in its <html>, then what the browser likes. */
export function languageOf(wanted: string | undefined): Language {
  const said = wanted || document.documentElement.lang || navigator.language;
  return said.toLowerCase().startsWith('ar') ? 'ar' : 'en';
}
