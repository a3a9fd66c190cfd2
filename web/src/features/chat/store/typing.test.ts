import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { hearTyping, stopTyping, typingIn, useTypingStore } from './typing';

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  vi.advanceTimersByTime(60_000);
  vi.useRealTimers();
});

const names = () => typingIn(1)(useTypingStore.getState()).map(({ name }) => name);
const customer = { side: 'customer' as const, userId: null, name: 'Nora' };
const colleague = { side: 'agent' as const, userId: 4, name: 'Omar' };

it('who writes is shown, and goes by itself (S1-CHAT-16)', () => {
  hearTyping(1, { ...customer, isTyping: true });
  vi.advanceTimersByTime(3_000);
  hearTyping(1, { ...colleague, isTyping: true });
  expect(names()).toEqual(['Nora', 'Omar']);
  vi.advanceTimersByTime(3_100);
  expect(names()).toEqual(['Omar']);
  vi.advanceTimersByTime(3_000);
  expect(names()).toEqual([]);
});

it('said again it lasts longer; a message ends it', () => {
  hearTyping(1, { ...customer, isTyping: true });
  vi.advanceTimersByTime(5_000);
  hearTyping(1, { ...customer, isTyping: true });
  vi.advanceTimersByTime(5_000);
  expect(names()).toEqual(['Nora']);
  stopTyping(1, 'customer', null);
  expect(names()).toEqual([]);
});
