/* The checks themselves: each sees the fault it is made for. */
import { expect, test } from 'vitest';
import { openDesk } from './support/desk.ts';
import { cutOff, sticksOut, violations } from './support/looks.ts';
import { listStands } from './support/page.ts';

const desk = openDesk();

test('a part that is too wide, a text that is cut, a field without a name', async () => {
  const seat = await desk.work('AG001');
  await listStands(seat.page);
  expect(await sticksOut(seat)).toEqual([]);
  expect(await cutOff(seat)).toEqual([]);
  expect(await violations(seat)).toEqual([]);
  await seat.page.evaluate(() => {
    const header = document.querySelector('header');
    if (header) header.style.minWidth = '1600px';
    const title = document.querySelector('h1');
    if (title) Object.assign(title.style, { width: '40px', overflow: 'hidden' });
    document.querySelector('input')?.removeAttribute('aria-label');
    document.querySelector('input')?.removeAttribute('placeholder');
  });
  expect((await sticksOut(seat)).length).toBeGreaterThan(0);
  expect((await cutOff(seat)).join()).toContain('Orders management');
  expect((await violations(seat)).join()).toMatch(/label/);
});

test('complaints of the page are kept', async () => {
  const seat = await desk.seat();
  await seat.open('/login');
  seat.allow(
    /said aloud/,
    /thrown on purpose/,
    /content security: img-src/,
    /violates the following/,
  );
  await seat.page.evaluate(() => {
    // biome-ignore lint/suspicious/noConsole: that is what is to be heard
    console.error('said aloud');
    setTimeout(() => {
      throw new Error('thrown on purpose');
    });
    new Image().src = 'https://example.com/x.png';
  });
  await expect
    .poll(() => seat.complaints().map((line) => line.split(' ')[0]))
    .toEqual(expect.arrayContaining(['console', 'page', 'content']));
});
