/* How calls are handled (IMP-MGR-03, S0-ROLE-21) and service levels (IMP-MGR-04, S0-ROLE-23). */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Body, type Client, signIn } from '../support/client.ts';
import { changeRows, sql } from '../support/database.ts';
import { newOrder, setStatus } from '../support/orders.ts';
import { type Server, startServer } from '../support/server.ts';
import { listen } from '../support/socket.ts';

let server: Server;
let sarah: Client; // AG001, team 1
let supervisor: Client; // of team 1
let manager: Client;
let admin: Client;

beforeAll(async () => {
  server = await startServer();
  sarah = await signIn(server, 'AG001');
  supervisor = await signIn(server, 'supervisor');
  manager = await signIn(server, 'manager');
  admin = await signIn(server, 'admin');
});
afterAll(() => server.stop());

/** A fresh order of Sarah's. */
const fresh = (changes: Body = {}) => newOrder(manager, changes);

describe('how calls are handled', () => {
  const path = '/api/manager/policies';
  const standard = {
    assignment: 'load',
    no_response_attempts: 0,
    attempt_pause_minutes: 0,
    callback_days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
    callback_from: '00:00',
    callback_to: '24:00',
    company_hours: false,
    postpone_hours: 0,
  };
  const put = (body: Body) => manager.put(path, body);
  afterEach(async () => {
    expect((await put(standard)).status).toBe(200);
  });

  test('limits nothing at first; a change raises the version, and everybody hears of it', async () => {
    const first = await manager.get(path);
    expect(first.body.policies).toEqual({
      ...standard,
      business_hours: null,
      closed_days: [],
      version: 0,
    });
    const live = listen(sarah);
    await live.wait((m) => m.type === 'hello');
    const reply = await put({ no_response_attempts: 3, version: 0 });
    expect(reply.status, reply.text).toBe(200);
    expect(reply.body.policies).toMatchObject({ no_response_attempts: 3, version: 1 });
    await live.wait((m) => m.type === 'policies:changed' && m.data.policies.version === 1);
    live.close();
    expect((await sarah.get('/api/agent/policies')).body.policies.no_response_attempts).toBe(3);
    const log = (await admin.get('/api/admin/audit?action=call_policies&per_page=1')).body;
    expect(log.rows[0].detail).toMatchObject({
      before: { ...standard, version: 0 },
      after: { ...standard, no_response_attempts: 3, version: 1 },
    });
    const stale = await put({ no_response_attempts: 4, version: 0 });
    expect(stale.status).toBe(409);
    expect(stale.body.current).toMatchObject({ no_response_attempts: 3 });
  });

  test.each([
    [{ assignment: 'by_luck' }, 'assignment'],
    [{ no_response_attempts: 21 }, 'no_response_attempts'],
    [{ attempt_pause_minutes: -1 }, 'attempt_pause_minutes'],
    [{ postpone_hours: 721 }, 'postpone_hours'],
    [{ callback_days: [] }, 'callback_days'],
    [{ callback_days: ['someday'] }, 'callback_days'],
    [{ callback_from: '9:00' }, 'callback_from'],
    [{ callback_to: '24:01' }, 'callback_to'],
    [{ callback_from: '21:00', callback_to: '09:00' }, 'callback_to'],
  ])('%j is refused naming %s', async (body, field) => {
    const reply = await put(body);
    expect(reply.status, reply.text).toBe(422);
    expect(Object.keys(reply.body.errors)).toContain(field);
  });

  test('by hand: a new order waits in the pool unless somebody is named', async () => {
    await put({ assignment: 'manual' });
    expect((await fresh({ agent_id: null })).assigned_agent).toBeNull();
    expect((await fresh()).assigned_agent.code).toBe('AGT-001');
    await put({ assignment: 'load' });
    expect((await fresh({ agent_id: null })).assigned_agent).not.toBeNull();
  });

  test('after the attempts without an answer closing is proposed', async () => {
    await put({ no_response_attempts: 2 });
    const { id } = await fresh();
    const first = await setStatus(sarah, id, { status: 'no_response' });
    expect(first.body.order.next_attempt_at).not.toBeNull();
    expect(first.body.follow_up).toBeNull();
    const second = await setStatus(sarah, id, { status: 'no_response' });
    expect(second.body.order).toMatchObject({ attempts: 2, next_attempt_at: null });
    expect(second.body.follow_up.reason).toContain('2');
    expect(second.body.order.allowed_statuses).toContain('closed');
  });

  test('between two attempts there is a pause', async () => {
    await put({ attempt_pause_minutes: 30 });
    const { id } = await fresh();
    expect((await setStatus(sarah, id, { status: 'no_response' })).status).toBe(200);
    const reply = await setStatus(sarah, id, { status: 'no_response' });
    expect(reply.status, reply.text).toBe(409);
    expect(reply.body.code).toBe('too_soon');
    expect(reply.body.error).toContain('30');
    expect(reply.body.allowed).toContain('confirmed');
    expect(reply.body.allowed).not.toContain('no_response');
    expect((await setStatus(sarah, id, { status: 'confirmed' })).status).toBe(200);
  });

  test('callbacks are made on the days and in the hours that are allowed', async () => {
    await put({ callback_days: 'mon,tue,wed,thu', callback_from: '09:00', callback_to: '18:00' });
    const { id } = await fresh();
    const callback = (at: string) =>
      sarah.post('/api/agent/callbacks', { order_id: id, callback_at: at });
    // 2027-03-01 is a Monday; Dubai is four hours ahead.
    for (const at of [
      '2027-03-01T08:59:00+04:00',
      '2027-03-01T18:00:00+04:00',
      '2027-03-05T12:00:00+04:00',
    ]) {
      const reply = await callback(at);
      expect(reply.status, at).toBe(422);
      expect(reply.body.errors.callback_at[0]).toContain('09:00');
      expect(reply.body.errors.callback_at[0]).toContain('Thursday');
    }
    const made = await callback('2027-03-01T05:00:00Z');
    expect(made.status, made.text).toBe(201);
    const { id: made_id } = made.body.callback;
    const move = (at: string) =>
      sarah.patch(`/api/agent/callbacks/${made_id}`, { status: 'rescheduled', callback_at: at });
    expect((await move('2027-03-06T12:00:00+04:00')).status).toBe(422);
    expect((await move('2027-03-04T17:59:00+04:00')).status).toBe(200);
    const arabic = await sarah.post(
      '/api/agent/callbacks',
      { order_id: id, callback_at: '2027-03-05T12:00:00+04:00' },
      { headers: { 'accept-language': 'ar' } },
    );
    expect(arabic.body.errors.callback_at[0]).toContain('الخميس');
  });

  test('postponed without a time is postponed for the usual hours', async () => {
    await put({ postpone_hours: 24 });
    const { id } = await fresh();
    const before = Date.now();
    const reply = await setStatus(sarah, id, { status: 'postponed' });
    const hours = (Date.parse(reply.body.order.next_attempt_at) - before) / 3_600_000;
    expect(hours).toBeGreaterThan(23.9);
    expect(hours).toBeLessThan(24.1);
    const said = await setStatus(sarah, (await fresh()).id, {
      status: 'postponed',
      postponed_until: '2027-03-01T10:00:00Z',
    });
    expect(said.body.order.next_attempt_at).toBe('2027-03-01T10:00:00.000Z');
  });
});

describe('service levels', () => {
  const path = '/api/manager/sla';
  const made: Body[] = [];
  async function level(body: Body): Promise<Body> {
    const reply = await manager.post(path, { name: `Level ${made.length} ${Date.now()}`, ...body });
    expect(reply.status, reply.text).toBe(201);
    made.push(reply.body.policy);
    return reply.body.policy;
  }
  beforeAll(async () => {
    const { policies } = (await manager.get(path)).body;
    for (const policy of policies)
      expect((await manager.call('DELETE', `${path}/${policy.id}`)).status).toBe(200);
  });
  afterEach(async () => {
    for (const policy of made.splice(0)) await manager.call('DELETE', `${path}/${policy.id}`);
  });

  test('are made, listed, changed and removed, each with its version', async () => {
    const live = listen(manager);
    await live.wait((m) => m.type === 'hello');
    const { departments } = (await manager.get(path)).body;
    const policy = await level({
      name: 'Urgent sales',
      priority: 'high',
      department_id: departments[0].id,
      response_minutes: 30,
      resolution_minutes: 240,
      business_hours: [
        { day: 'tue', from: '09:00', to: '18:00' },
        { day: 'mon', from: '09:00', to: '18:00' },
      ],
    });
    expect(policy).toMatchObject({
      department: departments[0],
      business_hours: [
        { day: 'mon', from: '09:00', to: '18:00' },
        { day: 'tue', from: '09:00', to: '18:00' },
      ],
      is_active: true,
      version: 1,
    });
    await live.wait((m) => m.type === 'sla:changed' && m.data.policy?.id === policy.id);
    const taken = await manager.post(path, { name: 'urgent  SALES', response_minutes: 5 });
    expect(taken.status).toBe(409);
    const change = { name: 'Urgent sales', response_minutes: 20, is_active: false, version: 1 };
    const changed = await manager.put(`${path}/${policy.id}`, change);
    expect(changed.body.policy).toMatchObject({
      priority: null,
      department: null,
      resolution_minutes: null,
      business_hours: null,
      is_active: false,
      version: 2,
    });
    const stale = await manager.put(`${path}/${policy.id}`, change);
    expect(stale.status).toBe(409);
    expect(stale.body.current.version).toBe(2);
    expect((await manager.call('DELETE', `${path}/${policy.id}`)).status).toBe(200);
    await live.wait((m) => m.type === 'sla:changed' && m.data.policy === null);
    const log = (await admin.get(`/api/admin/audit?subject=sla_policy:${policy.id}`)).body.rows;
    expect(log.map((row: Body) => [row.action, row.detail])).toMatchObject([
      ['sla_policy.removed', { before: { name: 'Urgent sales', version: 2 } }],
      [
        'sla_policy.changed',
        {
          before: { department: departments[0], is_active: true, version: 1 },
          after: { department: null, response_minutes: 20, is_active: false, version: 2 },
        },
      ],
      ['sla_policy.created', { after: { id: policy.id } }],
    ]);
    live.close();
    expect((await manager.put(`${path}/${policy.id}`, change)).status).toBe(404);
    expect((await manager.get(path)).body.policies).toEqual([]);
  });

  test.each([
    [{ response_minutes: 5 }, 'name'],
    [{ name: 'x' }, 'response_minutes'],
    [{ name: 'x', response_minutes: 0 }, 'response_minutes'],
    [{ name: 'x', response_minutes: 60, resolution_minutes: 59 }, 'resolution_minutes'],
    [{ name: 'x', resolution_minutes: 20161 }, 'resolution_minutes'],
    [{ name: 'x', response_minutes: 5, department_id: 98765 }, 'department_id'],
    [{ name: 'x', response_minutes: 5, priority: 'low' }, 'priority'],
    [{ name: 'x', response_minutes: 5, business_hours: {} }, 'business_hours'],
    [{ name: 'x', response_minutes: 5, business_hours: [7] }, 'business_hours'],
    [
      { name: 'x', response_minutes: 5, business_hours: [{ day: 'mon', from: '9', to: '18:00' }] },
      'business_hours',
    ],
    [
      {
        name: 'x',
        response_minutes: 5,
        business_hours: [{ day: 'mon', from: '09:00', to: '09:30' }],
      },
      'business_hours',
    ],
    [
      {
        name: 'x',
        response_minutes: 5,
        business_hours: [
          { day: 'mon', from: '09:00', to: '13:00' },
          { day: 'mon', from: '12:00', to: '18:00' },
        ],
      },
      'business_hours',
    ],
  ])('%j is refused naming %s', async (body, field) => {
    const reply = await manager.post(path, body);
    expect(reply.status, reply.text).toBe(422);
    expect(Object.keys(reply.body.errors)).toContain(field);
  });

  test('the level that fits best says when an order is due', async () => {
    await level({ response_minutes: 600 });
    await level({ priority: 'high', response_minutes: 60, resolution_minutes: 120 });
    await level({ priority: 'normal', response_minutes: 1, is_active: false });
    const plain = await fresh();
    expect(plain.sla).toMatchObject({ state: 'running', resolution_due_at: null });
    const minutes = (at: string) => Math.round((Date.parse(at) - Date.now()) / 60_000);
    expect(minutes(plain.sla.response_due_at)).toBe(600);
    const urgent = await fresh({ priority: 'high' });
    expect(minutes(urgent.sla.response_due_at)).toBe(60);
    expect(minutes(urgent.sla.resolution_due_at)).toBe(120);
    // Another priority is another level.
    const raised = await manager.put(`/api/orders/${plain.id}`, { priority: 'high' });
    expect(minutes(raised.body.order.sla.response_due_at)).toBe(60);
  });

  test('the first status is the response, a decision the resolution: kept', async () => {
    await level({ response_minutes: 60, resolution_minutes: 120 });
    const { id } = await fresh();
    const tried = await setStatus(sarah, id, { status: 'no_response' });
    expect(tried.body.order.sla).toMatchObject({ state: 'running', resolved_at: null });
    expect(tried.body.order.sla.responded_at).not.toBeNull();
    const done = await setStatus(sarah, id, { status: 'confirmed' });
    expect(done.body.order.sla.state).toBe('kept');
    const kept = await manager.get('/api/agent/orders?date=today&orders=all&sla=kept');
    expect(kept.body.orders.map((row: Body) => row.id)).toContain(id);
  });

  /** As if its time had come an hour ago. */
  function comeDue(id: number): void {
    const then = Date.now() * 1000 - 3_600_000_000;
    const company = sarah.login.user.company_id;
    changeRows(
      server,
      `UPDATE orders SET sla_response_due_us = ${then}, sla_next_us = ${then}` +
        ` WHERE company_id = ${company} AND id = ${id};`,
    );
  }

  test('a time that was missed is noticed once, shown, told, found and counted', async () => {
    await level({ response_minutes: 60 });
    const missed = await fresh();
    const late = await fresh();
    const before = (await manager.get('/api/manager/sla/summary?period=today')).body.summary.all;
    const live = listen(supervisor);
    await live.wait((m) => m.type === 'hello');
    comeDue(missed.id);
    await live.wait(
      (m) =>
        m.type === 'order:updated' &&
        m.data.id === missed.id &&
        m.data.order.sla.state === 'breached',
      40_000,
    );
    await live.wait(
      (m) => m.type === 'notification:new' && m.data.notification.type === 'sla_breached',
    );
    live.close();
    // Whoever sets the status too late notices it too.
    comeDue(late.id);
    const reply = await setStatus(sarah, late.id, { status: 'confirmed' });
    expect(reply.body.order.sla.state).toBe('breached');
    expect(
      sql(
        server,
        `SELECT kind FROM sla_events WHERE subject_type = 'order'
         AND subject_id IN (${missed.id}, ${late.id})`,
      ),
    ).toEqual(['response', 'response']);

    for (const [client, filter] of [
      [sarah, ''],
      [supervisor, ''],
      [supervisor, '&agent_id=AGT-001'],
      [manager, ''],
      [manager, '&search=Test%20Customer'],
      [manager, '&sort=created_at'],
      [manager, '&status=new,confirmed&priority=normal'],
    ] as const) {
      const list = await client.get(
        `/api/agent/orders?date=today&sla=breached&per_page=200&page=1${filter}`,
      );
      expect(list.status, list.text).toBe(200);
      const ids = list.body.orders.map((row: Body) => row.id);
      expect(ids, filter).toEqual(expect.arrayContaining([missed.id, late.id]));
      for (const row of list.body.orders) expect(row.sla.state).toBe('breached');
      expect(list.body.pagination.total, filter).toBe(ids.length);
    }
    const { summary } = (await manager.get('/api/manager/sla/summary?period=today')).body;
    expect(summary.all.breached).toBe(before.breached + 2);
    expect(summary.all.running).toBe(before.running - 2);
    expect(summary.all.kept_percent).toBeCloseTo(
      (summary.all.kept * 100) / (summary.all.kept + summary.all.breached),
      0,
    );
    expect(summary.high.breached + summary.normal.breached).toBe(summary.all.breached);
    const rows = await manager.get('/api/agent/orders?date=today&orders=all&sla=breached');
    expect(rows.body.pagination.total).toBe(summary.all.breached);
    expect((await manager.get('/api/agent/orders?sla=breached&sort=-updated_at')).status).toBe(422);
  });

  test('the list of those goes on by cursor', async () => {
    await level({ response_minutes: 60 });
    for (let n = 0; n < 3; n++) await fresh();
    const seen: number[] = [];
    let cursor = '';
    do {
      const reply = await manager.get(
        `/api/agent/orders?date=today&sla=running&per_page=2${cursor}`,
      );
      seen.push(...reply.body.orders.map((row: Body) => row.id));
      cursor = reply.body.pagination.next ? `&cursor=${reply.body.pagination.next}` : '';
    } while (cursor);
    expect(new Set(seen).size).toBe(seen.length);
    const whole = await manager.get('/api/agent/orders?date=today&sla=running&per_page=200&page=1');
    expect(seen).toEqual(whole.body.orders.map((row: Body) => row.id));
  });
});
