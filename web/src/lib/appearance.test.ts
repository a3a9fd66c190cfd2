import { beforeEach, expect, it, vi } from 'vitest';
import { setCompanyTheme, watchAppearance } from './appearance';
import { usePreferences } from './preferences';

const shown = () => document.documentElement.dataset.theme;

beforeEach(() => {
  localStorage.clear();
  usePreferences.setState({ theme: null });
  vi.stubGlobal('matchMedia', () => ({
    matches: false,
    addEventListener: vi.fn(),
    removeEventListener: vi.fn(),
  }));
});

it('shows the theme of the company until somebody chooses one (S1-UI-05)', () => {
  const stop = watchAppearance();
  expect(shown()).toBe('light');
  setCompanyTheme('dark');
  expect(shown()).toBe('dark');
  usePreferences.getState().set({ theme: 'light' });
  expect(shown()).toBe('light');
  usePreferences.getState().set({ theme: null });
  expect(shown()).toBe('dark');
  stop();
});

it('takes whatever else is stored for the theme of the system', () => {
  localStorage.setItem('hatif.company-theme', '"pink"');
  const stop = watchAppearance();
  expect(shown()).toBe('light');
  stop();
});
