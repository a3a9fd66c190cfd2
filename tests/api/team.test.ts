/*
 * The supervisor's board, schedules, availability, reassigning and analytics (S0-ROLE-10…15, 17…19,
 * 22, IMP-SUP-01, IMP-SUP-02, IMP-SUP-05, IMP-SUP-06, IMP-MGR-02, A-13).
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Body, type Client, signIn } from '../support/client.ts';
import { sql } from '../support/database.ts';
import { type Server, startServer } from '../support/server.ts';
import { type Live, listen } from '../support/socket.ts';

let server: Server;
let manager: Client;
let supervisor: Client;
let admin: Client;
let sarah: Client;
let omar: Client;
let grace: Client; // of the other team

beforeAll(async () => {
  server = await startServer();
  manager = await signIn(server, 'manager');
  supervisor = await signIn(server, 'supervisor');
  admin = await signIn(server, 'admin');
  sarah = await signIn(server, 'AG001');
  omar = await signIn(server, 'AG002');
  grace = await signIn(server, 'AG007');
});
afterAll(() => server.stop());

const idOf = (client: Client): number => client.login.agent.id;

/** An order of the agent's that is new. */
async function order(agent: Client, changes: Body = {}): Promise<Body> {
  const made = await manager.post('/api/orders', {
    customer_name: 'Team Customer',
    customer_phone: `05077${Math.floor(10000 + Math.random() * 89999)}`,
    product_name: 'Board Lamp',
    price: '25.00',
    address: 'x',
    area: 'Board Area',
    agent_id: agent.login.agent.code,
    ...changes,
  });
  expect(made.status, made.text).toBe(201);
  return made.body.order;
}
const rowOf = async (client: Client, agent: Client): Promise<Body> =>
  (await client.get('/api/supervisor/team/live')).body.agents.find(
    (row: Body) => row.id === idOf(agent),
  );

describe('the board (IMP-SUP-01, S0-ROLE-10, S0-ROLE-11, S0-ROLE-17)', () => {
  test('a supervisor sees the own team, a manager everybody, an agent nothing', async () => {
    const codes = async (client: Client) =>
      (await client.get('/api/supervisor/team')).body.agents.map((row: Body) => row.code);
    expect(await codes(supervisor)).toEqual([
      'AGT-001',
      'AGT-002',
      'AGT-003',
      'AGT-004',
      'AGT-009',
    ]);
    expect(await codes(manager)).toHaveLength(9);
    expect((await sarah.get('/api/supervisor/team')).status).toBe(403);
    expect((await sarah.get('/api/supervisor/team/live')).status).toBe(403);
  });

  test('it follows presence, orders, work of today, callbacks and logins', async () => {
    const before = await rowOf(supervisor, sarah);
    const made = await order(sarah);
    await sarah.put('/api/agent/auth/status', { status: 'on_break', note: 'Tea' });
    const past = new Date(Date.now() + 3_600_000).toISOString();
    const callback = await sarah.post('/api/agent/callbacks', {
      order_id: made.id,
      callback_at: past,
    });
    expect(callback.status, callback.text).toBe(201);
    const held = await rowOf(supervisor, sarah);
    expect(held).toMatchObject({ presence: 'on_break', presence_automatic: null, note: 'Tea' });
    expect(held.in_hand.new).toBe(before.in_hand.new + 1);
    expect(held.open_orders).toBe(before.open_orders + 1);
    expect(held.callbacks.open).toBe(before.callbacks.open + 1);
    expect(held.callbacks.due).toBe(before.callbacks.due);
    expect(Date.parse(held.oldest_waiting)).toBeLessThanOrEqual(Date.parse(made.created_at));
    expect(held.logged_in_at).not.toBeNull();

    await sarah.put(`/api/agent/orders/${made.id}/status`, { status: 'confirmed' });
    const after = await rowOf(supervisor, sarah);
    expect(after.in_hand).toMatchObject({
      new: before.in_hand.new,
      confirmed: before.in_hand.confirmed + 1,
    });
    expect(after.handled).toBe(before.handled + 1);
    expect(after.today.confirmed).toBe(before.today.confirmed + 1);
    expect(after.last_action).toMatchObject({ order_id: made.id, status: 'confirmed' });
    expect((await rowOf(supervisor, omar)).handled).toBe(
      Number(
        sql(
          server,
          `SELECT COUNT(*) FROM order_status_history WHERE company_id = 1 AND agent_id = ${idOf(omar)}
           AND previous_status IS NOT NULL AND change_timestamp >= ${midnight()}000`,
        )[0],
      ),
    );
  });
});

/** When the company's day began; Dubai is UTC+4 all the year. */
function midnight(): number {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Dubai' }).format(Date.now());
  return Date.parse(`${day}T00:00:00+04:00`);
}

describe('reassigning many (IMP-SUP-02, S0-ROLE-13)', () => {
  const reassign = (client: Client, body: Body) =>
    client.post('/api/supervisor/orders/reassign', { reason: 'rebalance', ...body });

  test('each order has its own result; history, load and one notice follow', async () => {
    const orders = [await order(sarah), await order(sarah)];
    const foreign = await order(grace);
    const load = (await rowOf(supervisor, omar)).open_orders;
    const live = listen(omar);
    await live.wait((m) => m.type === 'hello');
    const reply = await reassign(supervisor, {
      order_ids: [orders[0].id, String(orders[1].id), foreign.id, 'ORD-999999999', 'x'],
      to_agent_id: 'AG002',
    });
    expect(reply.status, reply.text).toBe(200);
    expect(reply.body).toMatchObject({ reassigned: 2, failed: 3 });
    expect(reply.body.results.map((one: Body) => one.success)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(reply.body.results[2].code).toBe('not_found');
    expect(reply.body.results[0].agent.code).toBe('AGT-002');
    expect((await rowOf(supervisor, omar)).open_orders).toBe(load + 2);
    expect(
      sql(
        server,
        `SELECT to_agent_id, reason FROM order_assignments WHERE company_id = 1
         AND order_id = ${orders[0].id} ORDER BY id DESC LIMIT 1`,
      ),
    ).toEqual([`${idOf(omar)}|rebalance`]);
    await live.wait((m) => m.type === 'order:updated' && m.data.id === orders[1].id);
    const notices = live.messages.filter((m) => m.type === 'notification:new');
    expect(notices).toHaveLength(1);
    expect(notices[0].data.notification).toMatchObject({
      type: 'work_given',
      data: { orders: 2, tasks: 0, by: 'Layla Haddad' },
    });
    live.close();
    const [row] = (await admin.get(`/api/admin/audit?subject=order:${orders[0].id}&action=order`))
      .body.rows;
    expect(row).toMatchObject({
      action: 'order.reassigned',
      actor: { name: 'Layla Haddad' },
      detail: {
        before: { agent: { code: 'AGT-001' } },
        after: { agent: { code: 'AGT-002' } },
      },
    });
  });

  test('the target has to be in scope, to take orders and to have room', async () => {
    const one = await order(sarah);
    for (const to_agent_id of ['AG007', 'AG009', 'AG999', 'nobody']) {
      const reply = await reassign(supervisor, { order_ids: [one.id], to_agent_id });
      expect(reply.status, to_agent_id).toBe(422);
      expect(reply.body.errors).toHaveProperty('to_agent_id');
    }
    const target = (await manager.get('/api/manager/agents')).body;
    const omarRow = target.users.find((row: Body) => row.agent?.code === 'AGT-002');
    const full = await manager.put(`/api/manager/agents/${omarRow.id}`, {
      order_capacity: omarRow.agent.open_orders + 1,
      version: omarRow.version,
    });
    expect(full.status, full.text).toBe(200);
    const second = await order(sarah);
    const reply = await reassign(supervisor, {
      order_ids: [one.id, second.id],
      to_agent_id: 'AG002',
    });
    expect(reply.body).toMatchObject({ reassigned: 1, failed: 1 });
    expect(reply.body.results[1].error).toContain('Omar Khoury');
    await manager.put(`/api/manager/agents/${omarRow.id}`, {
      order_capacity: 0,
      version: omarRow.version + 1,
    });
  });

  test('by load the orders of one agent spread over the others of the team', async () => {
    const orders = [await order(sarah), await order(sarah), await order(sarah)];
    const reply = await reassign(supervisor, { order_ids: orders.map((one) => one.id) });
    expect(reply.body).toMatchObject({ reassigned: 3, failed: 0 });
    for (const one of reply.body.results)
      expect(['AGT-002', 'AGT-003', 'AGT-004']).toContain(one.agent.code);
  });

  test('two hundred are the most, and a reason is needed', async () => {
    const many = Array.from({ length: 201 }, (_, n) => n + 1);
    expect((await reassign(supervisor, { order_ids: many })).body.errors).toHaveProperty(
      'order_ids',
    );
    expect((await reassign(supervisor, { order_ids: [1], reason: '' })).body.errors).toHaveProperty(
      'reason',
    );
    expect((await reassign(sarah, { order_ids: [1] })).status).toBe(403);
  });

  test('a callback takes its order along; a closed one is refused', async () => {
    const one = await order(sarah);
    const at = new Date(Date.now() + 7_200_000).toISOString();
    const call = async () =>
      (await sarah.post('/api/agent/callbacks', { order_id: one.id, callback_at: at })).body
        .callback;
    const [first, second] = [await call(), await call()];
    await sarah.patch(`/api/agent/callbacks/${second.id}`, { status: 'cancelled' });
    const live = listen(sarah);
    await live.wait((m) => m.type === 'hello');
    const reply = await supervisor.post('/api/supervisor/inquiries/reassign', {
      callback_ids: [first.id, second.id],
      to_agent_id: 'AG002',
      reason: 'on leave',
    });
    expect(reply.body).toMatchObject({ reassigned: 1, failed: 1 });
    expect(reply.body.results[0]).toMatchObject({ type: 'callback', order_moved: true });
    expect(reply.body.results[1].code).toBe('state');
    const gone = await live.wait(
      (m) => m.type === 'callback:updated' && m.data.callback.id === first.id,
    );
    expect(gone.data.callback.agent.code).toBe('AGT-002');
    const mine = await omar.get('/api/agent/callbacks');
    expect(mine.body.callbacks.map((row: Body) => row.id)).toContain(first.id);
    expect((await omar.get(`/api/agent/orders/${one.id}`)).status).toBe(200);
    expect((await sarah.get(`/api/agent/orders/${one.id}`)).status).toBe(404);
    live.close();
    const none = await supervisor.post('/api/supervisor/inquiries/reassign', { reason: 'x' });
    expect(none.body.errors).toHaveProperty('callback_ids');
  });
});

describe('schedules (IMP-SUP-05, S0-ROLE-15)', () => {
  /** Far ahead, where the demo has none. */
  const day = (n: number, time: string) =>
    `${new Date(Date.now() + (90 + n) * 86_400_000).toISOString().slice(0, 10)}T${time}:00`;
  const add = (client: Client, body: Body) =>
    client.post('/api/supervisor/schedules', {
      agent_id: 'AG001',
      kind: 'shift',
      starts_at: day(0, '09:00'),
      ends_at: day(0, '17:00'),
      ...body,
    });

  test('entered, moved and removed; the agent is told and sees its own', async () => {
    const live = listen(sarah);
    const elsewhere = listen(grace);
    await Promise.all([live, elsewhere].map((one) => one.wait((m) => m.type === 'hello')));
    const made = await add(supervisor, { note: 'Opening' });
    expect(made.status, made.text).toBe(201);
    const { schedule } = made.body;
    expect(schedule).toMatchObject({ agent_code: 'AGT-001', kind: 'shift', series_id: null });
    expect(schedule.starts_at).toBe(`${day(0, '05:00').slice(0, 16)}:00.000Z`); // UTC+4
    const told = await live.wait((m) => m.type === 'schedule:changed');
    expect(told.data).toMatchObject({ agent_id: idOf(sarah), from: schedule.starts_at });
    const notice = await live.wait((m) => m.type === 'notification:new');
    expect(notice.data.notification).toMatchObject({
      type: 'schedule_changed',
      data: { kind: 'shift' },
    });
    live.close();
    // Another team hears of presence, which everybody may see, and of nobody's schedule.
    await sarah.put('/api/agent/auth/status', { status: 'busy' });
    await elsewhere.wait((m) => m.type === 'agent:status_changed' && m.data.id === idOf(sarah));
    expect(elsewhere.messages.filter((m) => m.type === 'schedule:changed')).toEqual([]);
    elsewhere.close();
    const range = `date_from=${day(0, '00:00').slice(0, 10)}&date_to=${day(0, '00:00').slice(0, 10)}`;
    const own = await sarah.get(`/api/agent/schedule?${range}`);
    expect(own.body.schedules.map((one: Body) => one.id)).toEqual([schedule.id]);
    expect((await omar.get(`/api/agent/schedule?${range}`)).body.schedules).toEqual([]);

    const path = `/api/supervisor/schedules/${schedule.id}`;
    const moved = await supervisor.put(path, { ends_at: day(0, '18:00'), version: 1 });
    expect(moved.body.schedule).toMatchObject({ version: 2, note: 'Opening' });
    const late = await supervisor.put(path, { note: 'x', version: 1 });
    expect(late.status).toBe(409);
    expect(late.body.current).toMatchObject({ id: schedule.id, version: 2 });
    expect((await supervisor.delete(`${path}?version=1`)).status).toBe(409);
    expect((await supervisor.delete(`${path}?version=2`)).body.removed).toBe(1);
    expect((await supervisor.delete(path)).status).toBe(404);
  });

  test('what is in the way is refused and named; leave may lie on a shift', async () => {
    const shift = (await add(supervisor, { starts_at: day(3, '09:00'), ends_at: day(3, '17:00') }))
      .body.schedule;
    const twice = await add(supervisor, { starts_at: day(3, '16:00'), ends_at: day(3, '20:00') });
    expect(twice.status).toBe(409);
    expect(twice.body.current).toMatchObject({ id: shift.id, kind: 'shift' });
    expect(twice.body.error).toContain(`${day(3, '09:00').slice(0, 10)} 09:00`);
    const touching = { starts_at: day(3, '17:00'), ends_at: day(3, '18:00') };
    expect((await add(supervisor, touching)).status).toBe(201);
    const leave = { kind: 'leave', starts_at: day(3, '00:00'), ends_at: day(5, '00:00') };
    expect((await add(supervisor, leave)).status).toBe(201);
    const meeting = { kind: 'meeting', starts_at: day(3, '10:00'), ends_at: day(3, '11:00') };
    expect((await add(supervisor, meeting)).body.current.kind).toBe('leave');
    const inLeave = { starts_at: day(4, '09:00'), ends_at: day(4, '17:00') };
    expect((await add(supervisor, inLeave)).body.current.kind).toBe('leave');
    expect((await add(supervisor, { ...inLeave, agent_id: 'AG002' })).status).toBe(201);
  });

  test('repeated each week at the same time of the clock, whole or not at all', async () => {
    const until = day(31, '00:00').slice(0, 10);
    const weekly = { starts_at: day(10, '09:00'), ends_at: day(10, '12:00'), repeat_until: until };
    const made = await add(supervisor, weekly);
    expect(made.body.schedules).toHaveLength(4);
    const [first, second] = made.body.schedules;
    expect(first.series_id).toBe(first.id);
    expect(Date.parse(second.starts_at) - Date.parse(first.starts_at)).toBe(7 * 86_400_000);
    // The fourth week is taken, so none of another series is entered.
    const again = await add(supervisor, {
      ...weekly,
      starts_at: day(10, '12:00'),
      ends_at: day(10, '13:00'),
    });
    expect(again.status).toBe(201);
    const blocked = await add(supervisor, {
      starts_at: day(24, '13:00'),
      ends_at: day(24, '14:00'),
    });
    expect(blocked.status).toBe(201);
    const count = () => sql(server, 'SELECT COUNT(*) FROM agent_schedules WHERE company_id = 1')[0];
    const before = count();
    const all = await add(supervisor, {
      ...weekly,
      starts_at: day(10, '13:00'),
      ends_at: day(10, '14:00'),
    });
    expect(all.status).toBe(409);
    expect(count()).toBe(before);
    const path = `/api/supervisor/schedules/${second.id}`;
    expect((await supervisor.delete(`${path}?reach=following`)).body.removed).toBe(3);
    expect((await supervisor.put(`/api/supervisor/schedules/${first.id}`, {})).status).toBe(200);
  });

  describe('a series, changed and removed as a whole or from one on (IMP-SUP-05)', () => {
    const series = async (at: number, body: Body = {}) => {
      const made = await add(supervisor, {
        starts_at: day(at, '09:00'),
        ends_at: day(at, '12:00'),
        repeat_until: day(at + 21, '00:00').slice(0, 10),
        note: 'Weekly',
        ...body,
      });
      expect(made.status, made.text).toBe(201);
      return made.body.schedules as Body[];
    };
    const path = (entry: Body | undefined) => `/api/supervisor/schedules/${entry?.id}`;
    const stored = (entries: Body[]) =>
      sql(
        server,
        `SELECT starts_at || ' ' || ends_at || ' ' || note FROM agent_schedules WHERE company_id = 1
         AND series_id = ${entries[0]?.series_id} ORDER BY starts_at`,
      );
    const text = (entry: Body | undefined, hours: number, note: string) =>
      [entry?.starts_at, entry?.ends_at]
        .map((time) => (Date.parse(time) + hours * 3_600_000) * 1000)
        .concat()
        .join(' ')
        .concat(` ${note}`);

    test('moved by as much on the clock, each keeping what was said of it alone', async () => {
      const entries = await series(420);
      await supervisor.put(path(entries[2]), { note: 'Only this one' });
      const reply = await supervisor.put(path(entries[1]), {
        starts_at: day(427, '10:00'),
        ends_at: day(427, '13:00'),
        note: 'Weekly',
        reach: 'following',
        version: 1,
      });
      expect(reply.body, reply.text).toMatchObject({
        changed: 3,
        schedule: { id: entries[1]?.id, version: 2 },
      });
      expect(stored(entries)).toEqual([
        text(entries[0], 0, 'Weekly'),
        text(entries[1], 1, 'Weekly'),
        text(entries[2], 1, 'Only this one'),
        text(entries[3], 1, 'Weekly'),
      ]);
      const all = await supervisor.put(path(entries[3]), { note: 'New', reach: 'all' });
      expect(all.body.changed).toBe(4);
      expect(stored(entries).map((row) => row.split(' ').slice(2).join(' '))).toEqual(
        Array(4).fill('New'),
      );
    });

    test('moved into its own former place, but not into that of another entry', async () => {
      const entries = await series(460);
      const later = { starts_at: day(467, '09:30'), ends_at: day(467, '12:30'), reach: 'all' };
      expect((await supervisor.put(path(entries[1]), later)).body.changed).toBe(4);
      const other = await add(supervisor, {
        starts_at: day(474, '13:00'),
        ends_at: day(474, '14:00'),
      });
      expect(other.status).toBe(201);
      const before = stored(entries);
      const blocked = await supervisor.put(path(entries[1]), {
        ends_at: day(467, '13:30'),
        reach: 'all',
      });
      expect(blocked.status).toBe(409);
      expect(blocked.body.current.id).toBe(other.body.schedule.id);
      expect(stored(entries)).toEqual(before);
      const early = await supervisor.put(path(entries[1]), {
        starts_at: day(460, '11:00'),
        ends_at: day(460, '13:30'),
        reach: 'following',
      });
      expect(early.body.current.id).toBe(entries[0]?.id); // it stays where it is
    });

    test('removed from one on, then as a whole; the agent hears of all of it', async () => {
      const entries = await series(500);
      const live = listen(sarah);
      await live.wait((m) => m.type === 'hello');
      expect((await supervisor.delete(`${path(entries[2])}?reach=following`)).body.removed).toBe(2);
      expect((await supervisor.delete(`${path(entries[1])}?reach=all`)).body.removed).toBe(2);
      expect(stored(entries)).toEqual([]);
      const told = await live.wait(
        (m) => m.type === 'schedule:changed' && m.data.from === entries[0]?.starts_at,
      );
      expect(told.data.to).toBe(entries[1]?.ends_at);
      live.close();
      const word = await supervisor.put(path(entries[0]), { reach: 'some' });
      expect(word.body.errors).toHaveProperty('reach');
    });

    test('a long leave does not hide what lies behind its many shifts', async () => {
      const shifts = await series(540, { repeat_until: day(540 + 7 * 52, '00:00').slice(0, 10) });
      const leave = (from: number, to: number) =>
        add(supervisor, {
          kind: 'leave',
          starts_at: day(from, '00:00'),
          ends_at: day(to, '00:00'),
        });
      expect(shifts).toHaveLength(53);
      expect((await leave(540 + 7 * 52, 540 + 7 * 52 + 2)).status).toBe(201);
      expect((await leave(540, 540 + 7 * 52 + 1)).status).toBe(409);
      expect((await supervisor.delete(`${path(shifts[0])}?reach=all`)).body.removed).toBe(53);
    });
  });

  test('each change stands in the audit log with before and after (IMP-NFR-03)', async () => {
    const made = await add(supervisor, { starts_at: day(60, '09:00'), ends_at: day(60, '17:00') });
    const { id } = made.body.schedule;
    await supervisor.put(`/api/supervisor/schedules/${id}`, { note: 'Stocktaking' });
    await supervisor.delete(`/api/supervisor/schedules/${id}`);
    const log = (await admin.get(`/api/admin/audit?subject=schedule:${id}`)).body.rows;
    expect(log.map((row: Body) => row.action)).toEqual([
      'schedule.removed',
      'schedule.changed',
      'schedule.created',
    ]);
    expect(log[0].detail.before.note).toBe('Stocktaking');
    expect(log[0].detail).not.toHaveProperty('after');
    expect(log[1].detail).toMatchObject({
      entries: 1,
      before: { note: '', version: 1 },
      after: { note: 'Stocktaking', version: 2, agent_code: 'AGT-001' },
    });
    expect(log[2].detail.after).toMatchObject({ id, kind: 'shift' });
  });

  test.each([
    ['ends_at', { ends_at: day(0, '08:00') }],
    ['ends_at', { ends_at: day(2, '09:00') }],
    ['ends_at', { kind: 'leave', ends_at: day(400, '09:00') }],
    ['repeat_until', { repeat_until: '2020-01-01' }],
    ['repeat_until', { repeat_until: day(500, '00:00').slice(0, 10) }],
    ['kind', { kind: 'holiday' }],
    ['agent_id', { agent_id: 'AG007' }],
    ['agent_id', { agent_id: 'AG999' }],
    ['starts_at', { starts_at: 'yesterday' }],
  ])('%s is refused by name: %j', async (field, body) => {
    const reply = await add(supervisor, body);
    expect(reply.status, reply.text).toBe(422);
    expect(reply.body.errors).toHaveProperty([field]);
  });

  test('a supervisor plans the own team only; a manager all', async () => {
    const theirs = await add(manager, { agent_id: 'AG007' });
    expect(theirs.status, theirs.text).toBe(201);
    const path = `/api/supervisor/schedules/${theirs.body.schedule.id}`;
    expect((await supervisor.put(path, { note: 'x' })).status).toBe(404);
    expect((await supervisor.delete(path)).status).toBe(404);
    const range = `date_from=${day(0, '00:00').slice(0, 10)}&date_to=${day(1, '00:00').slice(0, 10)}`;
    const list = await supervisor.get(`/api/supervisor/schedules?${range}`);
    expect(list.body.schedules.map((one: Body) => one.agent_code)).not.toContain('AGT-007');
    const one = await manager.get(`/api/supervisor/schedules?${range}&agent_id=AG007`);
    expect(one.body.schedules).toHaveLength(1);
    expect((await manager.get('/api/supervisor/schedules?agent_id=AG999')).body.schedules).toEqual(
      [],
    );
    const long = 'date_from=2026-01-01&date_to=2026-12-31';
    expect((await manager.get(`/api/supervisor/schedules?${long}`)).status).toBe(422);
    expect((await sarah.get('/api/supervisor/schedules')).status).toBe(403);
  });

  test('availability now by presence, at another time by the schedule', async () => {
    await omar.put('/api/agent/auth/status', { status: 'available' });
    const find = (body: Body, code: string) =>
      body.agents.find((row: Body) => row.agent_code === code);
    const now = await supervisor.get('/api/supervisor/availability');
    expect(find(now.body, 'AGT-002')).toMatchObject({ presence: 'available', available: true });
    await add(supervisor, {
      agent_id: 'AG003',
      starts_at: day(40, '09:00'),
      ends_at: day(40, '17:00'),
    });
    await add(supervisor, {
      agent_id: 'AG003',
      kind: 'training',
      starts_at: day(40, '10:00'),
      ends_at: day(40, '11:00'),
    });
    const at = async (time: string) =>
      find(
        (await supervisor.get(`/api/supervisor/availability?at=${day(40, time)}`)).body,
        'AGT-003',
      );
    expect(await at('09:30')).toMatchObject({ available: true, entry: { kind: 'shift' } });
    expect(await at('10:30')).toMatchObject({ available: false, entry: { kind: 'training' } });
    expect(await at('08:00')).toMatchObject({
      available: false,
      entry: null,
      next: { kind: 'shift' },
    });
  });

  test('a supervisor chooses the state of an agent of the own team', async () => {
    const live = listen(omar);
    await live.wait((m) => m.type === 'hello');
    const set = (agent_id: string, status: string) =>
      supervisor.put('/api/supervisor/availability', { agent_id, status, note: 'Helps out' });
    expect((await set('AG002', 'dnd')).body.agent).toMatchObject({
      presence: 'dnd',
      presence_automatic: null,
    });
    const told = await live.wait((m) => m.type === 'agent:status_changed');
    expect(told.data).toMatchObject({ id: idOf(omar), presence: 'dnd' });
    live.close();
    expect((await set('AG007', 'dnd')).body.errors).toHaveProperty('agent_id');
    expect((await set('AG002', 'sleeping')).body.errors).toHaveProperty('status');
    expect(
      (await sarah.put('/api/supervisor/availability', { agent_id: 'AG002', status: 'dnd' }))
        .status,
    ).toBe(403);
  });
});

describe('presence follows the schedule where the company wants it (A-13, S0-ROLE-15)', () => {
  let watching: Live;
  const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
  const presenceIs = (agent: Client, presence: string) =>
    watching.wait(
      (m) =>
        m.type === 'agent:status_changed' &&
        m.data.id === idOf(agent) &&
        m.data.presence === presence,
      60_000,
    );
  const follow = async (follow_schedule: boolean) => {
    const { version } = (await manager.get('/api/company')).body.company;
    return manager.put('/api/company', { follow_schedule, version });
  };

  beforeAll(async () => {
    // Changed settings close the company's sockets, so that every page reads them anew.
    expect((await follow(true)).body.company.follow_schedule).toBe(true);
    watching = listen(manager);
    await watching.wait((m) => m.type === 'hello');
  });
  afterAll(async () => {
    watching.close();
    await follow(false);
  });

  test('leave and meetings come into force, end, and give way to what somebody chooses', async () => {
    const hassan = await signIn(server, 'AG006');
    const fatima = await signIn(server, 'AG005');
    await hassan.put('/api/agent/auth/status', { status: 'available' });
    await new Promise((resolve) => setTimeout(resolve, 50));
    // It begins a moment after the choice above.
    const meeting = await manager.post('/api/supervisor/schedules', {
      agent_id: 'AG006',
      kind: 'meeting',
      starts_at: new Date().toISOString(),
      ends_at: ago(-60),
    });
    expect(meeting.status, meeting.text).toBe(201);
    // Who chose a state after it began stays in it.
    const leave = await manager.post('/api/supervisor/schedules', {
      agent_id: 'AG005',
      kind: 'leave',
      starts_at: ago(30),
      ends_at: ago(-600),
    });
    expect(leave.status, leave.text).toBe(201);
    expect((await presenceIs(hassan, 'in_meeting')).data.automatic).toBe('schedule');
    expect((await fatima.get('/api/auth/me')).body.agent.presence).toBe('available');
    await fatima.post('/api/auth/logout');
    expect((await presenceIs(fatima, 'on_leave')).data.automatic).toBe('schedule');
    await hassan.put('/api/agent/auth/status', { status: 'busy' });
    await presenceIs(hassan, 'busy');
    const { id } = leave.body.schedule;
    expect((await manager.delete(`/api/supervisor/schedules/${id}`)).status).toBe(200);
    const back = await watching.wait(
      (m) =>
        m.type === 'agent:status_changed' &&
        m.data.id === idOf(fatima) &&
        m.data.presence === 'offline' &&
        watching.messages.indexOf(m) >
          watching.messages.findIndex((other) => other.data?.presence === 'on_leave'),
      60_000,
    );
    expect(back.data.automatic).toBeNull();
    expect((await hassan.get('/api/auth/me')).body.agent.presence).toBe('busy');
  });
});

describe('analytics (IMP-SUP-06, IMP-MGR-02, S0-ROLE-14, S0-ROLE-19, S0-ROLE-22)', () => {
  const analytics = async (client: Client, query = ''): Promise<Body> => {
    const reply = await client.get(`/api/supervisor/analytics?${query}`);
    expect(reply.status, reply.text).toBe(200);
    return reply.body;
  };
  /** Sums are a few seconds behind. */
  async function until(fits: (body: Body) => boolean, client = manager, query = 'date=today') {
    for (let n = 0; n < 120; n++) {
      const body = await analytics(client, query);
      if (fits(body)) return body;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    throw new Error(JSON.stringify(await analytics(client, query)));
  }

  test('every figure of a month is what the history says', async () => {
    const body = await until((now) => Date.now() - Date.parse(now.as_of) < 2000, manager, '');
    const from = Date.parse(`${body.date_from}T00:00:00+04:00`) * 1000;
    const count = (where: string) =>
      Number(
        sql(
          server,
          `SELECT COUNT(*) FROM order_status_history WHERE company_id = 1
           AND change_timestamp >= ${from} AND ${where}`,
        )[0],
      );
    expect(body.totals.in).toBe(count('previous_status IS NULL'));
    expect(body.totals.handled).toBe(count('previous_status IS NOT NULL'));
    for (const status of ['confirmed', 'cancelled', 'no_response'])
      expect(body.totals[status]).toBe(
        count(`previous_status IS NOT NULL AND new_status = '${status}'`),
      );
    const sum = (rows: Body[], key: string) => rows.reduce((all, row) => all + row[key], 0);
    for (const part of ['days', 'hours', 'areas', 'products'])
      expect(sum(body[part], 'handled'), part).toBe(body.totals.handled);
    expect(sum(body.agents, 'handled')).toBe(count('previous_status IS NOT NULL AND agent_id > 0'));
    expect(sum(body.flow, 'count')).toBe(body.totals.handled);
    expect(sum(body.cancellation_reasons, 'count')).toBe(
      count("new_status = 'cancelled' AND cancellation_reason IS NOT NULL"),
    );
    expect(sum(body.contact_outcomes, 'count')).toBe(body.totals.calls);
    expect(sum(body.teams, 'handled')).toBe(sum(body.departments, 'handled'));
    expect(sum(body.teams, 'handled')).toBeGreaterThan(0);
  });

  test('a change is in it within seconds, in its day, hour, flow, agent, area and product', async () => {
    const area = `Area ${Date.now()}`;
    const one = await order(sarah, { area, product_name: `Lamp ${area}` });
    await until((body) => body.areas.some((row: Body) => row.name === area && row.in === 1));
    const before = await analytics(supervisor, 'date=today');
    await sarah.put(`/api/agent/orders/${one.id}/status`, {
      status: 'cancelled',
      cancellation_reason: 'price_concerns',
    });
    const after = await until(
      (body) => body.totals.cancelled === before.totals.cancelled + 1,
      supervisor,
    );
    const of = (body: Body, part: string, key: string, value: unknown) =>
      body[part].find((row: Body) => row[key] === value);
    expect(of(after, 'areas', 'name', area)).toMatchObject({ in: 1, handled: 1, cancelled: 1 });
    expect(of(after, 'products', 'name', `Lamp ${area}`)).toMatchObject({ cancelled: 1 });
    expect(of(after, 'agents', 'code', 'AGT-001').cancelled).toBe(
      of(before, 'agents', 'code', 'AGT-001').cancelled + 1,
    );
    expect(of(after, 'cancellation_reasons', 'word', 'price_concerns').count).toBe(
      (of(before, 'cancellation_reasons', 'word', 'price_concerns')?.count ?? 0) + 1,
    );
    const rows = await supervisor.get(
      `/api/supervisor/analytics/rows?date=today&status=cancelled&area=${encodeURIComponent(area)}`,
    );
    expect(rows.body.rows).toHaveLength(1);
    expect(rows.body.rows[0]).toMatchObject({
      order_id: one.id,
      from: 'new',
      to: 'cancelled',
      reason: 'price_concerns',
      agent_code: 'AGT-001',
    });
    expect(
      (
        await supervisor.get(
          `/api/supervisor/analytics/rows?date=today&status=in&area=${encodeURIComponent(area)}`,
        )
      ).body.rows,
    ).toHaveLength(1);
  });

  test('a figure opens as many rows as it says, page by page', async () => {
    const body = await until(() => true, supervisor, '');
    const hour = body.hours.find((row: Body) => row.confirmed > 3);
    let cursor = '';
    let found = 0;
    do {
      const page = await supervisor.get(
        `/api/supervisor/analytics/rows?status=confirmed&hour=${hour.hour}&limit=3${cursor}`,
      );
      expect(page.status, page.text).toBe(200);
      found += page.body.rows.length;
      cursor = page.body.next ? `&cursor=${page.body.next}` : '';
    } while (cursor);
    expect(found).toBe(hour.confirmed);
    expect((await supervisor.get('/api/supervisor/analytics/rows?cursor=x')).status).toBe(422);
  });

  test('a team is its supervisor’s; departments and teams are the manager’s to choose', async () => {
    const own = await analytics(supervisor);
    expect(own.teams.map((row: Body) => row.name)).toEqual(['Sales Dubai']);
    expect(own.agents.map((row: Body) => row.code)).not.toContain('AGT-007');
    expect(own.choices_departments).toEqual([]);
    const all = (await manager.get('/api/manager/analytics')).body;
    const other = all.choices_teams.find((row: Body) => row.name === 'Order Support');
    const team = (await manager.get(`/api/manager/analytics?team_id=${other.id}`)).body;
    expect(team.totals.handled).toBeGreaterThan(0);
    expect(team.totals.handled + own.totals.handled).toBe(all.totals.handled);
    const department = all.choices_departments.find((row: Body) => row.name === 'Support');
    expect(
      (await manager.get(`/api/manager/analytics?department_id=${department.id}`)).body.totals
        .handled,
    ).toBe(team.totals.handled);
    const reach = await supervisor.get(`/api/supervisor/analytics?team_id=${other.id}`);
    expect(reach.body.errors).toHaveProperty('team_id');
    expect(
      (await supervisor.get(`/api/supervisor/analytics?department_id=${department.id}`)).body
        .errors,
    ).toHaveProperty('department_id');
    expect((await supervisor.get('/api/manager/analytics')).status).toBe(403);
    expect((await sarah.get('/api/supervisor/analytics')).status).toBe(403);
    expect((await manager.get('/api/manager/analytics?date=all')).status).toBe(422);
  });

  test('work stays with the team it was done in, and so do the rows and calls behind it', async () => {
    const month = 'date=30d';
    const open = async (client: Client, path: string, key: string) => {
      const rows: Body[] = [];
      let cursor = '';
      do {
        const page = await client.get(`${path}${cursor}`);
        expect(page.status, page.text).toBe(200);
        rows.push(...page.body[key]);
        const next = key === 'rows' ? page.body.next : page.body.pagination.next;
        cursor = next ? `&cursor=${next}` : '';
      } while (cursor);
      return rows;
    };
    const changes = (client: Client, query: string) =>
      open(client, `/api/supervisor/analytics/rows?${month}&limit=200&${query}`, 'rows');
    const calls = (client: Client, query: string) =>
      open(client, `/api/agent/communication/calls?${month}&per_page=200&${query}`, 'calls');
    const adds = async (client: Client, query: string, body: Body) => {
      expect(await changes(client, query)).toHaveLength(body.totals.handled);
      expect(await calls(client, query)).toHaveLength(body.totals.calls);
    };
    const grown = (await until((now) => now.totals.calls > 0, manager, month)) as Body;
    const named = (name: string) => grown.choices_teams.find((row: Body) => row.name === name).id;
    const [dubai, support] = [named('Sales Dubai'), named('Order Support')];
    const of = (team: number) => analytics(manager, `${month}&team_id=${team}`);
    const [mine, theirs] = [await of(dubai), await of(support)];
    const people = (await manager.get('/api/manager/agents')).body.users;
    const fatima = people.find((row: Body) => row.agent?.code === 'AGT-003');
    const move = async (team_id: number, version: number) => {
      const reply = await manager.put(`/api/manager/agents/${fatima.id}`, { team_id, version });
      expect(reply.status, reply.text).toBe(200);
    };
    await move(support, fatima.version);
    expect((await of(dubai)).totals).toEqual(mine.totals);
    await adds(manager, `team_id=${dubai}`, mine);
    await adds(manager, `team_id=${support}`, theirs);
    await adds(supervisor, `team_id=${dubai}`, mine);
    const department = grown.choices_departments[0].id;
    const whole = await analytics(manager, `${month}&department_id=${department}`);
    await adds(manager, `department_id=${department}`, whole);
    for (const line of mine.agents.slice(0, 4))
      expect(await calls(manager, `team_id=${dubai}&agent_id=${line.code}`)).toHaveLength(
        line.calls,
      );
    expect(await calls(manager, 'agent_id=AG999')).toEqual([]);
    expect(await calls(supervisor, `team_id=${support}`)).toEqual([]);
    await move(dubai, fatima.version + 1);
  });

  test('coverage: who should be there, who was, and what came in', async () => {
    const hours = (await supervisor.get('/api/supervisor/coverage')).body.hours;
    expect(hours).toHaveLength(24);
    const came = Number(
      sql(
        server,
        `SELECT COUNT(*) FROM orders WHERE company_id = 1 AND created_us >= ${midnight()}000
         AND assigned_agent_id IN (SELECT id FROM agents WHERE company_id = 1 AND team_id = 1)`,
      )[0],
    );
    expect(came).toBeGreaterThan(0);
    expect(hours.reduce((all: number, row: Body) => all + row.orders, 0)).toBeGreaterThan(0);
    const past = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10);
    const whole = (await manager.get(`/api/supervisor/coverage?date=${past}`)).body.hours;
    expect(whole[14].scheduled).toBeGreaterThan(0);
    expect(whole[10].present).toBeGreaterThan(0);
    expect(whole[3].scheduled).toBe(0);
    const ahead = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
    expect(
      (await manager.get(`/api/supervisor/coverage?date=${ahead}`)).body.hours[14],
    ).toMatchObject({ present: null, orders: 0 });
  });
});
