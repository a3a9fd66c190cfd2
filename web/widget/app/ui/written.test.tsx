import { render } from 'preact';
import { expect, it } from 'vitest';
import { partsOf, Written } from './written';

const links = (text: string) => partsOf(text).flatMap(({ href }) => href ?? []);

it('addresses lead somewhere, without the end of the sentence', () => {
  expect(links('See https://example.com/a?b=1. Or (http://x.org/y).')).toEqual([
    'https://example.com/a?b=1',
    'http://x.org/y',
  ]);
  expect(links('انظر https://example.com/طلب، شكراً')).toEqual(['https://example.com/طلب']);
  expect(partsOf('a https://b.c d').map(({ text }) => text)).toEqual(['a ', 'https://b.c', ' d']);
});

it('nothing else is more than text', () => {
  expect(links('javascript:alert(1) data:text/html,x //evil.example')).toEqual([]);
  const box = document.createElement('div');
  render(<Written text={'<img src=x onerror=alert(1)> https://a.b/"><b>'} />, box);
  expect(box.querySelector('img, b')).toBeNull();
  expect(box.querySelector('a')?.getAttribute('href')).toBe('https://a.b/');
  expect(box.querySelector('a')?.rel).toContain('noopener');
});
