import { beforeAll, expect, it } from 'vitest';
import type { Notification } from '@/lib/api';
import { i18n, initI18n } from '@/lib/i18n';
import { notificationText } from './text';

const made = (type: string, data: Notification['data'], body = 'Fatima'): Notification => ({
  id: 1,
  type,
  topic: null,
  title: 'As it was stored',
  body,
  data,
  subject_type: null,
  subject_id: null,
  read_at: null,
  created_at: '2026-11-21T06:00:00Z',
});

const said = async (language: string, notification: Notification) => {
  await i18n.changeLanguage(language);
  return notificationText(i18n.getFixedT(language, 'shell'), notification);
};

beforeAll(initI18n);

it('words one and the same notification in the language of the page', async () => {
  const one = made('order_assigned', { order_id: 7, short_code: 'ORD-000007' });
  expect(await said('en', one)).toEqual({ title: 'Order ORD-000007 is yours', body: 'Fatima' });
  expect(await said('ar', one)).toEqual({ title: 'أُسند إليك الطلب ORD-000007', body: 'Fatima' });
});

it.each(['approved', 'rejected'])('says how a request was decided: %s', async (status) => {
  const { title } = await said('ar', made('reassign_decided', { short_code: 'ORD-1', status }));
  expect(title).toContain('ORD-1');
  expect(title).not.toContain(status);
});

it('explains a login that was used twice, of which nothing is stored but English', async () => {
  const { title, body } = await said('ar', made('session_reused', {}, 'All parties were…'));
  expect(title).toMatch(/[\u0600-\u06ff]/);
  expect(body).toMatch(/كلمة المرور/);
});

it.each([
  ['a type of a newer server', made('parcel_lost', { short_code: 'ORD-1' })],
  ['data that is not there', made('order_assigned', null)],
  ['data without what the text needs', made('order_assigned', { order_id: 7 })],
  ['a decision that nobody knows', made('reassign_decided', { short_code: 'ORD-1' })],
])('%s is shown as it came', async (_, notification) => {
  expect(await said('ar', notification)).toEqual({ title: 'As it was stored', body: 'Fatima' });
});

it.each([
  ['rating_received', { customer_name: 'Huda', short_code: 'ORD-1', score: 4 }],
  ['escalation_raised', { by: 'Sarah', code: 'ORD-1' }],
  ['escalation_assigned', { code: 'ORD-1' }],
  ['escalation_resolved', { code: 'ORD-1' }],
  ['escalation_further', { code: 'ORD-1' }],
  ['agent_away', { agent_name: 'Omar' }],
  ['chat_offered', { customer_name: 'Huda' }],
  ['chat_assigned', { customer_name: 'Huda' }],
  ['chat_transferred', { by: 'Sarah', customer_name: 'Huda' }],
  ['chat_message', { customer_name: 'Huda' }],
  ['chat_waiting', { customer_name: 'Huda' }],
  ['chat_unseen', { customer_name: 'Huda' }],
  ['mention', { by: 'Sarah', customer_name: 'Huda' }],
])('words %s with all that its data says', async (type, data) => {
  for (const language of ['en', 'ar']) {
    const { title } = await said(language, made(type, data));
    for (const value of Object.values(data)) expect(title).toContain(String(value));
  }
});
