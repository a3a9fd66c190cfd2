/* Business hours of a company, and what goes by them (IMP-ADM-01, IMP-MGR-03, IMP-MGR-04). */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Body, type Client, signIn } from '../support/client.ts';
import { newOrder } from '../support/orders.ts';
import { type Server, startServer } from '../support/server.ts';
import { listen } from '../support/socket.ts';

let server: Server;
let sarah: Client;
let manager: Client;
let admin: Client;

beforeAll(async () => {
  server = await startServer();
  sarah = await signIn(server, 'AG001');
  manager = await signIn(server, 'manager');
  admin = await signIn(server, 'admin');
});
afterAll(() => server.stop());

const put = (body: Body) => admin.put('/api/settings', body);
afterEach(async () => {
  expect((await put({ business_hours: [], closed_days: [] })).status).toBe(200);
  expect((await manager.put('/api/manager/policies', { company_hours: false })).status).toBe(200);
});

const monday = [
  { day: 'mon', from: '09:00', to: '13:00' },
  { day: 'mon', from: '16:00', to: '20:00' },
];
/** A Monday. */
const FEAST = { date: '2027-03-08', name: 'اليوم الوطني' };

test('are kept in order, told to open pages and written down with before and after', async () => {
  const { company } = (await sarah.get('/api/company')).body;
  expect(company).toMatchObject({ business_hours: [], closed_days: [] });
  const live = listen(sarah);
  await live.wait((m) => m.type === 'hello');
  const reply = await put({
    business_hours: [...monday].reverse(),
    closed_days: [{ date: '2027-12-02' }, FEAST],
    version: company.version,
  });
  expect(reply.status, reply.text).toBe(200);
  const wanted = {
    business_hours: monday,
    closed_days: [FEAST, { date: '2027-12-02', name: null }],
  };
  expect(reply.body.company).toMatchObject({ ...wanted, version: company.version + 1 });
  const next = listen(sarah, live.messages[0].seq);
  await next.wait((m) => m.type === 'account:changed');
  live.close();
  next.close();
  expect((await sarah.get('/api/settings')).body.company).toMatchObject(wanted);
  const kept = await admin.put('/api/company', { help_desk_ext: '2104' });
  expect(kept.body.company).toMatchObject(wanted);
  const { rows } = (await admin.get('/api/admin/audit?action=company.changed&per_page=2')).body;
  expect(rows[1].detail).toMatchObject({ before: { business_hours: [] }, after: wanted });
  const stale = await put({ business_hours: [], version: company.version });
  expect(stale.status).toBe(409);
  expect(stale.body.current).toMatchObject(wanted);
  expect((await sarah.put('/api/settings', { business_hours: [] })).status).toBe(403);
});

const day = (from: string, to: string) => ({ day: 'mon', from, to });
test.each<[Body, string]>([
  [{ business_hours: {} }, 'business_hours'],
  [{ business_hours: [{ day: 'someday', from: '09:00', to: '10:00' }] }, 'business_hours'],
  [{ business_hours: [day('9', '10:00')] }, 'business_hours'],
  [{ business_hours: [day('18:00', '09:00')] }, 'business_hours'],
  [{ business_hours: [day('09:00', '13:00'), day('12:59', '18:00')] }, 'business_hours'],
  [
    { business_hours: [day('06:00', '08:00'), day('09:00', '10:00'), day('11:00', '12:00')] },
    'business_hours',
  ],
  [{ closed_days: {} }, 'closed_days'],
  [{ closed_days: [7] }, 'closed_days'],
  [{ closed_days: [{ date: '2027-02-29' }] }, 'closed_days'],
  [{ closed_days: [{ date: '2027-03-08', name: 7 }] }, 'closed_days'],
  [{ closed_days: [{ date: '2027-03-08', name: 'x'.repeat(101) }] }, 'closed_days'],
  [{ closed_days: [FEAST, { date: FEAST.date }] }, 'closed_days'],
  [
    { closed_days: Array.from({ length: 61 }, (_, n) => ({ date: `20${n + 30}-01-01` })) },
    'closed_days',
  ],
])('%j is refused naming %s', async (body, field) => {
  const reply = await put(body);
  expect(reply.status, reply.text).toBe(422);
  expect(Object.keys(reply.body.errors)).toEqual([field]);
  expect((await admin.get('/api/company')).body.company).toMatchObject({
    business_hours: [],
    closed_days: [],
  });
});

test('all that is refused is told at once', async () => {
  const reply = await put({ business_hours: {}, closed_days: {}, time_zone: 'Nowhere' });
  expect(Object.keys(reply.body.errors).sort()).toEqual([
    'business_hours',
    'closed_days',
    'time_zone',
  ]);
});

test('callbacks go by them where the policies say so, as they are at that time', async () => {
  const own = await manager.put('/api/manager/policies', { company_hours: true });
  expect(own.body.policies).toMatchObject({ company_hours: true, business_hours: null });
  const { id } = await newOrder(manager);
  const callback = (at: string, language = 'en') =>
    sarah.post(
      '/api/agent/callbacks',
      { order_id: id, callback_at: at },
      { headers: { 'accept-language': language } },
    );
  expect((await callback('2027-03-02T12:00:00+04:00')).status).toBe(201);
  await put({ business_hours: monday, closed_days: [FEAST] });
  expect((await sarah.get('/api/agent/policies')).body.policies).toMatchObject({
    business_hours: monday,
    closed_days: [FEAST.date],
  });
  for (const at of ['2027-03-02T12:00:00+04:00', '2027-03-01T13:00:00+04:00']) {
    const reply = await callback(at);
    expect(reply.status, at).toBe(422);
    expect(reply.body.errors.callback_at[0]).toContain('Monday 16:00-20:00');
  }
  const feast = await callback('2027-03-08T12:00:00+04:00', 'ar');
  expect(feast.status).toBe(422);
  expect(feast.body.errors.callback_at[0]).toContain('الشركة مغلقة');
  expect((await callback('2027-03-01T05:00:00Z')).status).toBe(201);
  const free = await manager.put('/api/manager/policies', { company_hours: false });
  expect(free.body.policies.closed_days).toEqual([]);
  expect((await callback('2027-03-08T12:00:00+04:00')).status).toBe(201);
});

test('service levels count by them; what runs already stays as it was', async () => {
  const path = '/api/manager/sla';
  for (const { id } of (await manager.get(path)).body.policies)
    await manager.call('DELETE', `${path}/${id}`);
  const both = await manager.post(path, {
    name: 'Both',
    response_minutes: 60,
    company_hours: true,
    business_hours: monday,
  });
  expect(both.status).toBe(422);
  expect(Object.keys(both.body.errors)).toEqual(['business_hours']);
  const made = await manager.post(path, {
    name: 'By the company',
    response_minutes: 60,
    company_hours: true,
  });
  expect(made.status, made.text).toBe(201);
  const { policy } = made.body;
  expect(policy).toMatchObject({ company_hours: true, business_hours: null });
  const dueOf = (order: Body) => order.sla.response_due_at as string;
  const before = await newOrder(manager);
  const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
  const hours = days.map((day) => ({ day, from: '03:00', to: '03:30' }));
  await put({ business_hours: hours });
  const after = await newOrder(manager);
  // Half an hour a day: the second half hour ends at 03:30 in Dubai, a day or more from now.
  expect(dueOf(after)).toMatch(/T23:(30|[012]\d):/);
  expect(Date.parse(dueOf(after)) - Date.now()).toBeGreaterThan(23 * 3_600_000);
  expect(Date.parse(dueOf(before)) - Date.now()).toBeLessThanOrEqual(3_600_000);
  const again = (await manager.get(`/api/agent/orders/${before.id}`)).body.order;
  expect(dueOf(again)).toBe(dueOf(before));
  const first = Date.parse(dueOf(after));
  const closed = new Date(first + 4 * 3_600_000).toISOString().slice(0, 10);
  await put({ closed_days: [{ date: closed, name: null }] });
  expect(Date.parse(dueOf(await newOrder(manager))) - first).toBeGreaterThanOrEqual(86_400_000);
  const own = await manager.put(`${path}/${policy.id}`, {
    name: 'By itself',
    response_minutes: 60,
    version: policy.version,
  });
  expect(own.body.policy.company_hours).toBe(false);
  await manager.call('DELETE', `${path}/${policy.id}`);
});
