import { render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { piecesOf, Written } from './written';

it('finds addresses, without what ends the sentence', () => {
  expect(
    piecesOf('See https://example.com/a?b=1. Or (http://x.test/y), انظر https://z.test/ع؟'),
  ).toEqual([
    { text: 'See ', isLink: false },
    { text: 'https://example.com/a?b=1', isLink: true },
    { text: '. Or (', isLink: false },
    { text: 'http://x.test/y', isLink: true },
    { text: '), انظر ', isLink: false },
    { text: 'https://z.test/ع', isLink: true },
    { text: '؟', isLink: false },
  ]);
});

it('never becomes HTML, and follows no other kind of address', () => {
  render(<Written text={'<img src=x onerror=alert(1)> javascript:alert(1) https://a.test'} />);
  expect(document.querySelector('img')).toBeNull();
  const links = screen.getAllByRole('link');
  expect(links.map((link) => link.getAttribute('href'))).toEqual(['https://a.test']);
  expect(links[0]?.getAttribute('rel')).toContain('noopener');
});
