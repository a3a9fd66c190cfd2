import i18n, { type BackendModule } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { type Language, usePreferences } from '../preferences';

/**
 * One JSON file for a feature and a language: `useTranslation('orders')` reads en/orders.json.
 * What several features say (buttons, states, errors) is in common.json: `t('common:save')`.
 */
const files = import.meta.glob<{ default: Record<string, unknown> }>('./{en,ar}/*.json');

const jsonFiles: BackendModule = {
  type: 'backend',
  init: () => {},
  read: (language, namespace, done) => {
    const load = files[`./${language}/${namespace}.json`];
    if (!load) {
      done(new Error(`no texts for ${language}/${namespace}`), null);
      return;
    }
    load().then(
      (file) => done(null, file.default),
      (error: unknown) => done(error as Error, null),
    );
  },
};

export const namespaces = ['common', 'shell'] as const;

export function directionOf(language: string): 'rtl' | 'ltr' {
  return language === 'ar' ? 'rtl' : 'ltr';
}

export async function initI18n(): Promise<void> {
  await i18n
    .use(jsonFiles)
    .use(initReactI18next)
    .init({
      lng: usePreferences.getState().language,
      supportedLngs: ['en', 'ar'],
      fallbackLng: false,
      ns: [...namespaces],
      defaultNS: 'common',
      interpolation: { escapeValue: false },
      returnEmptyString: false,
    });
}

/** Loads the other language first, then turns the page: no moment with half the texts. */
export async function setLanguage(language: Language): Promise<void> {
  await i18n.changeLanguage(language);
  const root = document.documentElement;
  root.lang = language;
  root.dir = directionOf(language);
  usePreferences.getState().set({ language });
}

export function toggleLanguage(): Promise<void> {
  return setLanguage(i18n.language === 'ar' ? 'en' : 'ar');
}

/** Routes load their texts together with their code, the first one before anything is ready. */
export async function loadTexts(...wanted: string[]): Promise<void> {
  if (!i18n.isInitialized) await new Promise((ready) => i18n.on('initialized', ready));
  await i18n.loadNamespaces(wanted);
}

export { i18n };
