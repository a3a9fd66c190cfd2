import { cleanup } from '@testing-library/react';
import { afterEach, beforeAll, vi } from 'vitest';

/* What jsdom lacks of a browser. */
vi.stubGlobal('matchMedia', (query: string) => ({
  matches: false,
  media: query,
  addEventListener: () => {},
  removeEventListener: () => {},
}));
vi.stubGlobal(
  'ResizeObserver',
  class {
    observe() {}
    unobserve() {}
    disconnect() {}
  },
);
vi.stubGlobal('CSS', { escape: (text: string) => text });
Element.prototype.scrollIntoView = () => {};
Element.prototype.hasPointerCapture = () => false;
Element.prototype.setPointerCapture = () => {};

beforeAll(async () => {
  const { initI18n } = await import('@/lib/i18n');
  await initI18n();
});
afterEach(cleanup);
