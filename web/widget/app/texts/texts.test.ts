import { expect, it } from 'vitest';
import { translator } from '../i18n';
import { ar } from './ar';
import { en, type Texts } from './en';

const names = Object.keys(en) as (keyof Texts)[];
const places = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();

it('each text is there in both languages, with the same places', () => {
  expect(Object.keys(ar).sort()).toEqual(Object.keys(en).sort());
  for (const name of names) {
    expect(places(ar[name]), name).toEqual(places(en[name]));
    expect(ar[name], name).not.toBe('');
  }
});

it('what is not a figure is Arabic in Arabic', () => {
  const without = (text: string) => text.replace(/\{\w+\}|[\d%–:\s]/g, '');
  for (const name of names) {
    if (without(ar[name])) expect(ar[name], name).toMatch(/[\u0600-\u06ff]/);
  }
});

it('puts values in their places', () => {
  expect(translator('en')('typing', { name: 'Sara' })).toBe('Sara is typing…');
  expect(translator('ar')('position', { position: 3 })).toContain('3');
});
