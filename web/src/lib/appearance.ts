import { useSyncExternalStore } from 'react';
import { usePreferences } from './preferences';

const systemDark = () => matchMedia('(prefers-color-scheme: dark)');

function apply() {
  const { theme, density } = usePreferences.getState();
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
