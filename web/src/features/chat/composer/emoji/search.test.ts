import { expect, it } from 'vitest';
import data from './data.json';
import { GROUPS, linesOf, searchEmojis, sectionsOf } from './search';

const sections = sectionsOf(data);
const found = (typed: string) =>
  searchEmojis(sections, typed).flatMap(({ emojis }) => emojis.map(({ emoji }) => emoji));

it('each emoji has a name in both languages, and stands once (S1-CHAT-19)', () => {
  expect(sections).toHaveLength(GROUPS.length);
  const all = sections.flatMap(({ emojis }) => emojis);
  expect(all.length).toBeGreaterThan(1_500);
  expect(new Set(all.map(({ emoji }) => emoji)).size).toBe(all.length);
  expect(all.filter(({ en, ar }) => !en || !/[\u0600-\u06ff]/.test(ar))).toEqual([]);
});

it('is found by English and by Arabic words, however these are written', () => {
  expect(found('tears joy')).toContain('😂');
  expect(found('دموع')).toContain('😂');
  expect(found('الامارات')).toContain('🇦🇪');
  expect(found('HEART')).toContain('❤️');
  expect(found('zzzz')).toEqual([]);
});

it('is laid out in lines, each group below its name', () => {
  const lines = linesOf(searchEmojis(sections, 'tears of joy'), 8);
  expect(lines[0]).toEqual({ kind: 'heading', group: 'smileys' });
  const whole = linesOf(sections, 8);
  expect(whole.every((line) => line.kind === 'heading' || line.emojis.length <= 8)).toBe(true);
});
