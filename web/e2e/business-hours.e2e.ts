/* Business hours of the company, and the dialog that follows them (IMP-ADM-01, IMP-MGR-03). */
import { expect, test } from 'vitest';
import { type Api, newOrder } from './support/api.ts';
import { openDesk } from './support/desk.ts';
import { looksRight, violations } from './support/looks.ts';
import { button, choose, details, dialog, gone, plain, seen, toast } from './support/page.ts';

const desk = openDesk();

test('hours are set by keyboard, reach an open dialog, and take the phone’s width', async () => {
  const manager: Api = await desk.api('manager');
  await manager.put('/api/manager/policies', { company_hours: true });
  const order = await newOrder(manager);
  const { page: agent } = await desk.work('AG001', `/call-center-panel/orders?order=${order.id}`);
  await button(details(agent), /^Schedule callback/).click();
  const said = dialog(agent, /^Schedule callback/).getByText(/^Customers are called back/);
  await gone(said);

  const seat = await desk.work('admin', '/admin/company');
  const { page } = seat;
  const form = page.getByRole('region', { name: 'Business hours' });
  const limited = form.getByRole('checkbox', { name: 'Open at certain hours only' });
  await limited.press('Space');
  const days = form.getByRole('list', { name: 'Business hours' }).getByRole('listitem');
  expect(await days.count()).toBe(7);
  await choose(form, 'Monday until', '13:00');
  await button(form, 'Second time on Monday').press('Enter');
  await choose(form, 'Monday again from', '16:00');
  await choose(form, 'Monday again until', '20:00');
  await button(form, 'Copy Monday to all days').press('Enter');
  await form.getByRole('checkbox', { name: 'Friday' }).press('Space');
  await button(form, 'Add a closed day').press('Enter');
  await form.getByLabel('Date of closed day 1').fill('2027-12-02');
  await form.getByLabel('Name of closed day 1').fill('National Day');
  expect(await violations(seat)).toEqual([]);
  await button(page, 'Save').press('Enter');
  await seen(toast(page, 'The settings are saved; they count from now on.'));
  await seen(said);
  const text = plain((await said.textContent()) ?? '');
  expect(text).toContain('09:00–13:00');
  expect(text).toContain('16:00–20:00');
  expect(text).not.toContain('Friday');
  const { company } = await manager.get('/api/company');
  expect(company.business_hours).toHaveLength(12);
  expect(company.closed_days).toEqual([{ date: '2027-12-02', name: 'National Day' }]);

  const phone = await desk.work('admin', '/admin/company', { language: 'ar', width: 390 });
  const small = phone.page.getByRole('list', { name: 'ساعات العمل' });
  await small.scrollIntoViewIfNeeded();
  await looksRight(phone, 'ar', 'business-hours-phone');
  await limited.press('Space');
  await button(page, 'Save').press('Enter');
  await gone(said);
  await manager.put('/api/manager/policies', { company_hours: false });
}, 60_000);
