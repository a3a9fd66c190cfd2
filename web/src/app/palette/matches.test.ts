import { expect, it } from 'vitest';
import { matches } from './matches';

it('finds words in any order and inside a label', () => {
  expect(matches('Your status: On break', 'break')).toBe(true);
  expect(matches('Your status: On break', 'break stat')).toBe(true);
  expect(matches('Dark theme', 'ahm')).toBe(false);
  expect(matches('Dark theme', '')).toBe(true);
});

it('forgives hamza, marks and final letters in Arabic', () => {
  expect(matches('الإعدادات', 'اعدادات')).toBe(true);
  expect(matches('حالتك: في استراحة', 'استراحه')).toBe(true);
});
