/* What every page must be, whatever it shows: accessible, within its width, in its own letters. */
import { join } from 'node:path';
import axe from 'axe-core';
import { expect, inject } from 'vitest';
import type { Seat, SeatOptions } from './desk.ts';
import { nextFrames } from './page.ts';

export type Language = 'en' | 'ar';

const everything: axe.RunOnly = {
  type: 'tag',
  values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'],
};
/* A theme changes colours and nothing else: the rules that look at them. */
const colours: axe.RunOnly = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };

/** Violations of the page as it stands, one line for each element. */
export async function violations(
  { page }: Seat,
  within?: string,
  runOnly = everything,
): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  return page.evaluate(
    async ({ runOnly, within }) => {
      const { axe: tool } = window as unknown as { axe: typeof import('axe-core') };
      const options = { runOnly, resultTypes: ['violations' as const] };
      const found = await tool.run(within ?? document, options);
      return found.violations.flatMap(({ id, nodes }) =>
        nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`),
      );
    },
    { runOnly, within },
  );
}

/** Elements that stick out of the window, unless a scrolling or clipping parent holds them. */
export async function sticksOut({ page }: Seat): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > width + 1) {
      return [`the page is ${document.documentElement.scrollWidth} px wide in ${width}`];
    }
    // Held by a part that scrolls or clips, as long as that part itself is within the window.
    const isHeld = (element: Element): boolean => {
      for (let up = element.parentElement; up && up.id !== 'root'; up = up.parentElement) {
        const { left, right } = up.getBoundingClientRect();
        const within = left >= -1 && right <= width + 1;
        if (within && getComputedStyle(up).overflowX !== 'visible') return true;
      }
      return false;
    };
    for (const table of document.querySelectorAll('[role=grid]')) {
      const frame = table.parentElement;
      if (frame && frame.scrollWidth > frame.clientWidth + 1) {
        return [`the table is ${frame.scrollWidth} px wide in ${frame.clientWidth}`];
      }
    }
    return [...document.querySelectorAll('#root *')].flatMap((element) => {
      const box = element.getBoundingClientRect();
      const out = box.width > 0 && (box.right > width + 1 || box.left < -1);
      if (!out || isHeld(element) || getComputedStyle(element).position === 'fixed') return [];
      return [`${element.tagName}.${element.className} ${box.left}…${box.right}`];
    });
  });
}

/** Texts that are cut off although nothing says they may be. */
export async function cutOff({ page }: Seat): Promise<string[]> {
  return page.evaluate(() => {
    const controls = document.querySelectorAll<HTMLElement>(
      'button, [role=button], h1, h2, label, th, [role=columnheader] .truncate',
    );
    return [...controls].flatMap((element) => {
      const style = getComputedStyle(element);
      if (style.position === 'absolute' && element.clientWidth <= 1) return [];
      if (element.clientWidth <= 1 || element.closest('.sr-only')) return [];
      const cut = element.scrollWidth > element.clientWidth + 1 && style.overflowX !== 'visible';
      return cut
        ? [`“${element.innerText.trim()}” ${element.scrollWidth} > ${element.clientWidth}`]
        : [];
    });
  });
}

export async function loadedFonts({ page }: Seat): Promise<string[]> {
  return page.evaluate(async () => {
    await document.fonts.ready;
    const loaded = [...document.fonts].filter((font) => font.status === 'loaded');
    return [...new Set(loaded.map((font) => font.family.replaceAll('"', '')))].sort();
  });
}

export async function screenshot({ page }: Seat, name: string): Promise<void> {
  await page.screenshot({ path: join(inject('screens'), `${name}.png`), animations: 'disabled' });
}

/** The page that just looked right, in another theme. */
async function colouredRight(seat: Seat, name: string) {
  await screenshot(seat, name);
  expect(await sticksOut(seat), `${name}: width`).toEqual([]);
  expect(await cutOff(seat), `${name}: cut off`).toEqual([]);
  expect(await violations(seat, undefined, colours), `${name}: axe`).toEqual([]);
}

/** All of it at once. */
export async function looksRight(seat: Seat, language: Language, name: string): Promise<void> {
  await screenshot(seat, name);
  const html = await seat.page.evaluate(() => {
    const { lang, dir } = document.documentElement;
    return { lang, dir };
  });
  expect(html, name).toEqual({ lang: language, dir: language === 'ar' ? 'rtl' : 'ltr' });
  expect(await sticksOut(seat), `${name}: width`).toEqual([]);
  expect(await cutOff(seat), `${name}: cut off`).toEqual([]);
  expect(await violations(seat), `${name}: axe`).toEqual([]);
  expect(await loadedFonts(seat), `${name}: fonts`).toEqual(
    expect.arrayContaining(language === 'ar' ? ['UI Arabic', 'UI Latin'] : ['UI Latin']),
  );
}

/** Windows that are opened, and the widths each is drawn to; the first is the one it opens with. */
export const windows = [
  { name: 'a desktop', widths: [1440, 1024], height: 900, touch: false },
  { name: 'a phone', widths: [390], height: 844, touch: true },
] as const;

export type Window = (typeof windows)[number];

export function optionsOf({ widths, height, touch }: Window, language: Language): SeatOptions {
  return { language, width: widths[0], height, touch, theme: 'system' };
}

/** A view in all widths of its window, light and dark, without loading it again. */
export async function allLooks(seat: Seat, language: Language, name: string, window: Window) {
  for (const width of window.widths) {
    await seat.page.setViewportSize({ width, height: window.height });
    for (const theme of ['light', 'dark'] as const) {
      await seat.page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await seat.page.locator(`html[data-theme=${theme}]`).waitFor();
      await nextFrames(seat.page);
      const picture = `${name}-${language}-${theme}-${width}`;
      if (theme === 'light') await looksRight(seat, language, picture);
      else await colouredRight(seat, picture);
    }
  }
}
