import { useSyncExternalStore } from 'react';
import { isTheme, type Theme, usePreferences } from './preferences';
import { readLocal, writeLocal } from './storage/local';

/* public/boot.js reads the same key before the first paint. */
const COMPANY_KEY = 'hatif.company-theme';

const systemDark = () => matchMedia('(prefers-color-scheme: dark)');

function companyTheme(): Theme {
  const stored = readLocal<unknown>(COMPANY_KEY, null);
  return isTheme(stored) ? stored : 'system';
}

/** What the company has for whoever has not chosen; kept for the next first paint. */
export function setCompanyTheme(theme: Theme): void {
  writeLocal(COMPANY_KEY, theme);
  apply();
}

function apply() {
  const { theme: own, density } = usePreferences.getState();
  const theme = own ?? companyTheme();
  const dark = theme === 'dark' || (theme === 'system' && systemDark().matches);
  const root = document.documentElement;
  root.dataset.theme = dark ? 'dark' : 'light';
  root.dataset.density = density;
  dispatchEvent(new Event('appearance'));
}

/** Keeps <html data-theme data-density> true to the preferences and to the system's setting. */
export function watchAppearance(): () => void {
  apply();
  const stop = usePreferences.subscribe(apply);
  const system = systemDark();
  system.addEventListener('change', apply);
  return () => {
    stop();
    system.removeEventListener('change', apply);
  };
}

function onAppearance(listener: () => void) {
  addEventListener('appearance', listener);
  return () => removeEventListener('appearance', listener);
}

/** The theme on screen now. Canvas drawings do not see CSS variables and redraw on it. */
export function useIsDark(): boolean {
  return useSyncExternalStore(
    onAppearance,
    () => document.documentElement.dataset.theme === 'dark',
  );
}

export function toggleTheme(): void {
  const dark = document.documentElement.dataset.theme === 'dark';
  usePreferences.getState().set({ theme: dark ? 'light' : 'dark' });
}
