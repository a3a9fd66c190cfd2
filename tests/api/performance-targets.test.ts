/*
 * What figures are held against: goals, targets, achievements and gaps (S0-KPI-13…18, S0-KPI-21,
 * IMP-KPI-01, IMP-MGR-04).
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Body, type Client, signIn } from '../support/client.ts';
import { changeRows, sql } from '../support/database.ts';
import { caughtUp, figure, glance, kpi } from '../support/performance.ts';
import { type Server, startServer } from '../support/server.ts';
import { listen } from '../support/socket.ts';

let server: Server;
let manager: Client;
let supervisor: Client;
let sarah: Client;
let omar: Client;

beforeAll(async () => {
  server = await startServer();
  manager = await signIn(server, 'manager');
  supervisor = await signIn(server, 'supervisor');
  sarah = await signIn(server, 'AG001');
  omar = await signIn(server, 'AG002');
});
afterAll(() => server.stop());

test('the demo shows goals that are reached and goals that are not (S0-KPI-21)', async () => {
  const reached = await Promise.all(
    ['AG002', 'AG003', 'AG004', 'AG005', 'AG006', 'AG007'].map(async (agent) => {
      const { goals } = (await manager.get(`/api/agent/performance/goals?agent_id=${agent}`)).body;
      expect(goals.length, agent).toBeGreaterThan(0);
      return goals.map((goal: Body) => goal.reached);
    }),
  );
  expect(new Set(reached.flat())).toEqual(new Set([true, false]));
});

describe('goals of one’s own (S0-KPI-21, IMP-KPI-01)', () => {
  const path = '/api/agent/performance/goals';

  test('set, changed with the version seen, given up', async () => {
    const made = await sarah.post(path, { figure: 'success_rate', period: 'day', target: '90.5' });
    expect(made.status, made.text).toBe(201);
    const { goal } = made.body;
    const today = figure(await glance(sarah), 'success_rate').value;
    expect(goal).toMatchObject({ target: 90.5, value: today, reached: today >= 90.5, version: 1 });
    const again = await sarah.post(path, { figure: 'success_rate', period: 'day', target: 80 });
    expect(again.status).toBe(409);
    const put = (version: number, target: unknown) =>
      sarah.put(`${path}/${goal.id}`, { target, version });
    const changed = await put(1, 1);
    expect(changed.body.goal).toMatchObject({ target: 1, reached: true, version: 2 });
    expect((await put(1, 2)).status).toBe(409);
    expect((await omar.put(`${path}/${goal.id}`, { target: 3 })).status).toBe(404);
    expect((await omar.delete(`${path}/${goal.id}`)).status).toBe(404);
    expect((await supervisor.get(`${path}?agent_id=AG001`)).body.goals).toHaveLength(1);
    expect((await omar.get(`${path}?agent_id=AG001`)).status).toBe(404);
    expect((await sarah.delete(`${path}/${goal.id}`)).status).toBe(200);
    expect((await sarah.delete(`${path}/${goal.id}`)).status).toBe(404);
    expect((await sarah.get(path)).body.goals).toEqual([]);
  });

  test('less is better where it is, and nonsense is refused', async () => {
    const time = await sarah.post(path, {
      figure: 'average_call_seconds',
      period: 'month',
      target: 86400,
    });
    expect(time.body.goal).toMatchObject({ less_is_better: true, reached: true });
    await sarah.delete(`${path}/${time.body.goal.id}`);
    for (const [body, field] of [
      [{ figure: 'luck', period: 'day', target: 1 }, 'figure'],
      [{ figure: 'calls', period: 'year', target: 1 }, 'period'],
      [{ figure: 'calls', period: 'day', target: 0 }, 'target'],
      [{ figure: 'calls', period: 'day', target: '1.5' }, 'target'],
      [{ figure: 'success_rate', period: 'day', target: 101 }, 'target'],
      [{ figure: 'customer_rating', period: 'day', target: 5.1 }, 'target'],
      [{ figure: 'calls', period: 'day' }, 'target'],
    ] as const) {
      const reply = await sarah.post(path, body);
      expect(reply.status, JSON.stringify(body)).toBe(422);
      expect(reply.body.errors).toHaveProperty(field);
    }
    expect((await manager.post(path, { figure: 'calls', period: 'day', target: 1 })).status).toBe(
      422,
    );
  });
});

describe('targets (S0-KPI-13, S0-ROLE-23, IMP-MGR-04)', () => {
  const path = '/api/manager/kpi-targets';
  const value = (body: Body, name: string) => body.targets.find((row: Body) => row.kpi === name);

  test('a company’s, then a team’s, decide what is met; all pages hear of it', async () => {
    const live = listen(sarah);
    await live.wait((message) => message.type === 'hello');
    const first = (await manager.get(path)).body;
    expect(first).toMatchObject({ team_id: null, version: 0 });
    const put = await manager.put(path, { confirmation_rate: 99.5, version: 0 });
    expect(put.status, put.text).toBe(200);
    expect(put.body.version).toBe(1);
    expect(value(put.body, 'confirmation_rate')).toMatchObject({
      value: 99.5,
      own: 99.5,
      source: 'company',
    });
    expect(value(put.body, 'cancellation_rate')).toMatchObject({
      value: 15,
      own: null,
      source: 'standard',
    });
    await live.wait((message) => message.type === 'kpi_targets:updated');
    live.close();
    expect(kpi(await glance(sarah), 'confirmation_rate')).toMatchObject({
      target: 99.5,
      met: false,
      source: 'company',
    });
    const { team_id } = (await glance(sarah)).agent;
    const team = await manager.put(path, { team_id, confirmation_rate: 10, version: 0 });
    expect(team.status, team.text).toBe(200);
    expect(team.body.teams.find((row: Body) => row.id === team_id).has_own).toBe(true);
    expect(kpi(await glance(sarah), 'confirmation_rate')).toMatchObject({
      target: 10,
      met: true,
      source: 'team',
    });
    expect((await manager.put(path, { version: 0 })).status).toBe(409);
    const back = await manager.put(path, { team_id, version: team.body.version });
    expect(value(back.body, 'confirmation_rate')).toMatchObject({ value: 99.5, own: null });
    const log = sql(
      server,
      `SELECT detail FROM audit_log WHERE company_id = 1 AND action = 'kpi_targets.changed'
       ORDER BY id`,
    ).map((detail) => JSON.parse(detail));
    const confirmation = (rate: number | null) => ({ confirmation_rate: rate });
    expect(log).toMatchObject([
      { before: confirmation(null), after: confirmation(99.5) },
      { before: confirmation(null), after: confirmation(10) },
      { before: confirmation(10), after: confirmation(null) },
    ]);
  });

  test('out of range and foreign ones are refused', async () => {
    for (const [name, bad] of [
      ['first_call_resolution', 101],
      ['average_handle_seconds', '4.5'],
      ['customer_satisfaction', 5.01],
      ['confirmation_rate', 0],
      ['cancellation_rate', '12.345'],
    ] as const) {
      const reply = await manager.put(path, { [name]: bad });
      expect(reply.status, name).toBe(422);
      expect(reply.body.errors).toHaveProperty(name);
    }
    expect((await manager.put(path, { team_id: 987654 })).status).toBe(404);
    expect((await manager.get(`${path}?team_id=987654`)).status).toBe(404);
    expect((await sarah.get(path)).status).toBe(403);
    expect((await supervisor.put(path, {})).status).toBe(403);
  });
});

describe('what went well and what to improve (S0-KPI-14…18)', () => {
  test('achievements follow from conditions that are shown', async () => {
    const { achievements } = (await omar.get('/api/agent/performance/achievements')).body;
    expect(achievements.map((row: Body) => row.achievement)).toEqual([
      'customer_champion',
      'quick_resolver',
      'communication_expert',
      'target_achiever',
    ]);
    const month = (await omar.get('/api/agent/performance/monthly')).body;
    for (const row of achievements) {
      expect(row.earned).toBe(row.conditions.every((one: Body) => one.met));
      for (const one of row.conditions) {
        expect(one.value, one.figure).toBe(figure(month, one.figure).value);
        const { value, needed } = one;
        const met = {
          at_least: value >= needed,
          more_than: value > needed,
          less_than: value < needed,
        }[one.comparison as 'at_least'];
        expect(one.met).toBe(value !== null && met);
      }
    }
    expect(achievements[3].conditions).toHaveLength(5);
  });

  test('an achievement is earned by what it takes, and lost by what it does not', async () => {
    const client = await signIn(server, 'AG007');
    const champion = async () =>
      (await client.get('/api/agent/performance/achievements')).body.achievements[0];
    let newest = Number(sql(server, 'SELECT MAX(id) FROM ratings WHERE company_id = 1')[0]);
    const rate = async (score: number) => {
      newest += 1;
      changeRows(
        server,
        `INSERT INTO ratings (company_id, id, order_id, customer_id, agent_id, score, channel, at_us)
         SELECT 1, ${newest}, o.id, o.customer_id, 7, ${score}, 'link', ${Date.now() * 1000}
         FROM orders o WHERE o.company_id = 1 AND o.id = 1847;\n`,
      );
      await caughtUp(server);
    };
    // An agent whom nobody has rated yet.
    changeRows(
      server,
      `UPDATE ratings SET agent_id = NULL WHERE company_id = 1 AND agent_id = 7;
       UPDATE agent_performance_metrics SET ratings_count = 0, rating_points = 0, ratings_good = 0
       WHERE company_id = 1 AND agent_id = 7;\n`,
    );
    expect(await champion()).toMatchObject({ earned: false, conditions: [{ value: null }] });
    await rate(5);
    await rate(4);
    expect(await champion()).toMatchObject({ earned: true, conditions: [{ value: 4.5 }] });
    expect(figure(await glance(client), 'good_ratings')).toMatchObject({ value: 100, below: 2 });
    await rate(3);
    expect(await champion()).toMatchObject({ earned: false, conditions: [{ value: 4 }] });
    expect(figure(await glance(client), 'good_ratings')).toMatchObject({ value: 66.67, below: 3 });
  });

  test('gaps come from targets, goals and the team', async () => {
    const before = await manager.get('/api/manager/kpi-targets');
    await manager.put('/api/manager/kpi-targets', {
      average_handle_seconds: 1,
      version: before.body.version,
    });
    const body = (await sarah.get('/api/agent/performance/improvements?period=today')).body;
    const time = body.improvements.find((row: Body) => row.figure === 'average_handle_seconds');
    expect(time).toMatchObject({
      reason: 'below_target',
      wanted: 1,
      value: figure(await glance(sarah), 'average_handle_seconds').value,
    });
    const goal = await sarah.post('/api/agent/performance/goals', {
      figure: 'calls',
      period: 'day',
      target: 9999,
    });
    const after = (await sarah.get('/api/agent/performance/improvements?period=today')).body;
    expect(after.improvements).toContainEqual(
      expect.objectContaining({ reason: 'below_goal', figure: 'calls', wanted: 9999 }),
    );
    await sarah.delete(`/api/agent/performance/goals/${goal.body.goal.id}`);
    const figures = after.improvements.map(
      (row: Body) => `${row.figure}${row.reason === 'urgent_orders'}`,
    );
    expect(new Set(figures).size).toBe(figures.length);
  });
});
