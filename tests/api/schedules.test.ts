/* Schedules, and presence that follows them (S0-ROLE-15, IMP-SUP-05, A-13). */
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
