import { create } from 'zustand';
import { readLocal, writeLocal } from './storage/local';

export type Language = 'en' | 'ar';
export type Theme = 'light' | 'dark' | 'system';
export type Density = 'compact' | 'comfortable';
export type Digits = 'latn' | 'arab';

export interface Preferences {
  language: Language;
  /** Null: as the company has it. */
  theme: Theme | null;
  density: Density;
  digits: Digits;
  /** Single-letter shortcuts may be switched off (WCAG 2.1.4). */
  characterKeys: boolean;
  /** Shortcut id to its own keys; null switches that shortcut off. */
  shortcuts: Record<string, string | null>;
  autoRefresh: boolean;
  /** How often the call console loads everything again; 0 leaves it to live updates. */
  callRefresh: number;
  /** In a chat Enter sends and Shift+Enter makes a new line; else Ctrl+Enter sends. */
  chatEnterSends: boolean;
}

/** What the console offers. */
export const CALL_REFRESH_SECONDS = [0, 10, 30, 60, 300];

interface PreferencesStore extends Preferences {
  /** True once the person (not the browser) chose a language on this device. */
  languageChosen: boolean;
  set(change: Partial<Preferences>): void;
}

/* public/boot.js reads the same key before the first paint. */
const KEY = 'hatif.preferences';

const defaults: Preferences = {
  language: document.documentElement.lang === 'ar' ? 'ar' : 'en',
  theme: null,
  density: 'compact',
  digits: 'latn',
  characterKeys: true,
  shortcuts: {},
  autoRefresh: true,
  callRefresh: 60,
  chatEnterSends: true,
};

export function isTheme(value: unknown): value is Theme {
  return value === 'light' || value === 'dark' || value === 'system';
}

/** Keeps only known names with values of the right kind; a file edited by hand must not break us. */
export function readPreferences(raw: unknown): Partial<Preferences> {
  const from = (raw ?? {}) as Record<string, unknown>;
  const found: Partial<Preferences> = {};
  if (from.language === 'en' || from.language === 'ar') found.language = from.language;
  if (isTheme(from.theme)) found.theme = from.theme;
  if (from.density === 'compact' || from.density === 'comfortable') found.density = from.density;
  if (from.digits === 'latn' || from.digits === 'arab') found.digits = from.digits;
  if (typeof from.characterKeys === 'boolean') found.characterKeys = from.characterKeys;
  const autoRefresh = from.autoRefresh ?? from.auto_refresh;
  if (typeof autoRefresh === 'boolean') found.autoRefresh = autoRefresh;
  if (typeof from.chatEnterSends === 'boolean') found.chatEnterSends = from.chatEnterSends;
  const callRefresh = from.callRefresh;
  if (typeof callRefresh === 'number' && CALL_REFRESH_SECONDS.includes(callRefresh)) {
    found.callRefresh = callRefresh;
  }
  if (from.shortcuts && typeof from.shortcuts === 'object' && !Array.isArray(from.shortcuts)) {
    const entries = Object.entries(from.shortcuts).filter(
      ([, keys]) => keys === null || typeof keys === 'string',
    );
    found.shortcuts = Object.fromEntries(entries) as Record<string, string | null>;
  }
  return found;
}

const stored = readPreferences(readLocal(KEY, {}));

export const usePreferences = create<PreferencesStore>()((set, get) => ({
  ...defaults,
  ...stored,
  languageChosen: stored.language !== undefined,
  set: (change) => {
    set({ ...change, languageChosen: get().languageChosen || change.language !== undefined });
    writeLocal(KEY, pickPreferences(get()));
  },
}));

export function pickPreferences(from: Preferences): Preferences {
  const { language, theme, density, digits, characterKeys, shortcuts } = from;
  const { autoRefresh, callRefresh, chatEnterSends } = from;
  return {
    language,
    theme,
    density,
    digits,
    characterKeys,
    shortcuts,
    autoRefresh,
    callRefresh,
    chatEnterSends,
  };
}
