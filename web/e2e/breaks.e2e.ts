/* Breaks of a team: sums by agent and day, and what they are made of (S1-PROF-15). */
import { expect, test } from 'vitest';
import { openDesk } from './support/desk.ts';
import { violations } from './support/looks.ts';
import { button, choose, heading, seen } from './support/page.ts';

const desk = openDesk();

test('a break that begins in another browser shows at once, and a sum opens its breaks', async () => {
  const sarah = await desk.api('AG001');
  const seat = await desk.work('supervisor', '/call-center-panel/supervisor/breaks');
  const { page } = seat;
  const row = page.locator('[data-break-agent="AGT-001"]');
  await seen(heading(page, 'Breaks of the team'), row);
  await seat.hearing();
  const before = (await row.getByRole('cell').first().innerText()).trim();
  await sarah.post('/api/agent/breaks/start', { reason: 'Prayer' });
  await seen(row.getByText('On a break'));
  expect((await row.getByRole('cell').first().innerText()).trim()).toBe(String(Number(before) + 1));
  await sarah.post('/api/agent/breaks/end');
  await row.getByText('On a break').waitFor({ state: 'hidden' });

  await choose(page, 'Period', 'This month');
  await button(row, /of breaks$/)
    .first()
    .click();
  const panel = page.getByRole('dialog', { name: 'Sarah Al-Mansouri' });
  await seen(panel.locator('[data-break]').getByText('Prayer'));
  expect(await violations(seat)).toEqual([]);
  const { breaks } = await (await desk.api('supervisor')).get(
    '/api/supervisor/breaks/AGT-001?date=month',
  );
  expect(await panel.locator('[data-break]').count()).toBe(breaks.length);
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'hidden' });
});

test('agents have no such page', async () => {
  const { page } = await desk.work('AG001', '/call-center-panel/supervisor/breaks');
  await seen(heading(page, 'This page is not open to you'));
});
