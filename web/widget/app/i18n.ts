import { ar } from './texts/ar';
import { en, type Texts } from './texts/en';
import type { Language } from './types';

const texts: Record<Language, Texts> = { en, ar };

export type TextKey = keyof Texts;
export type Translate = (key: TextKey, values?: Record<string, string | number>) => string;

export function translator(language: Language): Translate {
  return (key, values = {}) =>
    texts[language][key].replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ''));
}

/** Dates and times; digits as they stand on phones and in links. */
export function formats(language: Language) {
  const locale = language === 'ar' ? 'ar-u-nu-latn' : 'en';
  const time = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' });
  const day = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' });
  return {
    time: (at: string) => time.format(new Date(at)),
    day: (at: string, t: Translate) => {
      const date = new Date(at);
      const daysAgo = Math.round(
        (new Date().setHours(0, 0, 0, 0) - new Date(at).setHours(0, 0, 0, 0)) / 86_400_000,
      );
      if (daysAgo === 0) return t('today');
      return daysAgo === 1 ? t('yesterday') : day.format(date);
    },
    size: (bytes: number) => {
      const [amount, unit] =
        bytes < 1_000_000 ? [bytes / 1_000, 'kilobyte'] : [bytes / 1_000_000, 'megabyte'];
      const maximumFractionDigits = unit === 'megabyte' ? 1 : 0;
      return new Intl.NumberFormat(locale, {
        style: 'unit',
        unit,
        maximumFractionDigits,
      }).format(Math.max(amount, 1));
    },
  };
}

export type Formats = ReturnType<typeof formats>;
