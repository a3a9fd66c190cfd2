/*
 * Figures of agents and teams: the day, periods, files and who sees whom (S0-KPI-01…12, S0-KPI-19,
 * S0-API-17…19, IMP-MGR-02, IMP-SUP-01, A-29, A-45…A-47).
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Body, type Client, signIn } from '../support/client.ts';
import { changeRows, lastAudit, sql } from '../support/database.ts';
import { caughtUp, figure, glance, kpi } from '../support/performance.ts';
import { type Server, startServer } from '../support/server.ts';
import { downloadXlsx } from '../support/sheet.ts';

let server: Server;
let manager: Client;
let supervisor: Client;
let sarah: Client;
let omar: Client;
let homes: Client;

beforeAll(async () => {
  server = await startServer();
  manager = await signIn(server, 'manager');
  supervisor = await signIn(server, 'supervisor');
  sarah = await signIn(server, 'AG001');
  omar = await signIn(server, 'AG002');
  homes = await signIn(server, 'admin', 'homes');
});
afterAll(() => server.stop());

describe('the day as the source document draws it (S0-KPI-02, -03, -11, -12)', () => {
  test('24 handled, 87.5 % success, 75 % confirmed, 12.5 % cancelled', async () => {
    const body = await glance(sarah, 'period=today');
    expect(figure(body, 'orders_handled')).toMatchObject({ value: 24, unit: 'count' });
    expect(figure(body, 'success_rate')).toMatchObject({ value: 87.5, above: 21, below: 24 });
    expect(kpi(body, 'confirmation_rate')).toMatchObject({
      value: 75,
      target: 70,
      comparison: 'at_least',
      source: 'standard',
      met: true,
    });
    expect(kpi(body, 'cancellation_rate')).toMatchObject({
      value: 12.5,
      target: 15,
      comparison: 'less_than',
      met: true,
    });
    expect(body.kpis.map((row: Body) => row.target)).toEqual([85, 300, 4, 70, 15]);
  });

  test('today is the standard, and the change is that since yesterday (S0-API-17)', async () => {
    const body = await glance(sarah);
    expect(body.period.from).toBe(body.period.to);
    const yesterday = await glance(sarah, 'period=yesterday');
    expect(body.previous).toEqual(yesterday.period);
    for (const row of body.figures) {
      const before = figure(yesterday, row.figure).value;
      expect(row.previous, row.figure).toBe(before);
      if (row.value !== null && before !== null)
        expect(row.delta, row.figure).toBeCloseTo(row.value - before, 5);
      else expect(row.delta, row.figure).toBeNull();
    }
  });
});

describe('figures of the dashboard and these agree (C.7-2, A-47, S0-DASH-27)', () => {
  test.each(['AG001', 'AG002', 'AG005'])('of %s, after work too', async (name) => {
    const client = await signIn(server, name);
    const mine = await client.get('/api/agent/orders?orders=assigned&status=new,no_response');
    const [first, second] = mine.body.orders;
    if (first)
      await client.put(`/api/agent/orders/${first.id}/status`, {
        status: 'cancelled',
        cancellation_reason: 'price_concerns',
      });
    if (second) await client.put(`/api/agent/orders/${second.id}/status`, { status: 'confirmed' });
    await caughtUp(server);
    const { today } = (await client.get('/api/agent/dashboard')).body;
    const body = await glance(client);
    expect({
      confirmed: figure(body, 'orders_confirmed').value,
      cancelled: figure(body, 'orders_cancelled').value,
      postponed: figure(body, 'orders_postponed').value,
      calls: figure(body, 'calls').value,
      time: figure(body, 'average_call_seconds').value,
    }).toEqual({
      confirmed: today.confirmed,
      cancelled: today.cancelled,
      postponed: today.postponed,
      calls: today.calls_handled,
      time: today.average_call_time,
    });
  });
});

describe('the detailed report as a file (S0-KPI-19)', () => {
  const path = '/api/agent/performance/report';

  test('has every day with the figures of the page, in either language', async () => {
    const days = (await omar.get('/api/agent/performance/detailed?period=7d')).body.days;
    const reply = await omar.get(`${path}?period=7d`, { unchecked: true });
    expect(reply.status, reply.text).toBe(200);
    const [head, ...lines] = reply.text
      .replace(/^\uFEFF/, '')
      .trim()
      .split(/\r?\n/);
    expect(head).toBe(
      'Day,Agent,Orders handled,Confirmed orders,Postponed orders,Cancelled orders,' +
        'Success rate (percent),Calls,Average call duration (seconds),Customer rating,' +
        'Resolution rate (percent),First call resolution (percent)',
    );
    const cell = (value: number | null, digits = 0) =>
      value === null ? '' : value.toFixed(digits);
    expect(lines.map((line) => line.split(',').filter((_, i) => i !== 1))).toEqual(
      days.map((day: Body) => [
        day.date,
        cell(day.total_orders_handled),
        cell(day.orders_confirmed),
        cell(day.orders_postponed),
        cell(day.orders_cancelled),
        cell(day.success_rate, 2),
        cell(day.calls),
        cell(day.average_call_seconds),
        cell(day.customer_satisfaction_avg, 2),
        cell(day.resolution_rate, 2),
        cell(day.first_call_resolution_rate, 2),
      ]),
    );
    const arabic = await omar.get(`${path}?period=7d&language=ar`, { unchecked: true });
    expect(arabic.text).toContain('الطلبات المنجزة');
    const [rows = []] = await downloadXlsx(omar, `${path}?period=7d&format=xlsx`);
    expect(rows.length).toBe(8);
  });

  test('is of nobody out of reach, and is recorded', async () => {
    expect((await sarah.get(`${path}?agent_id=AG002`)).status).toBe(404);
    const [exported] = sql(
      server,
      `SELECT COUNT(*) FROM audit_log WHERE company_id = 1 AND action = 'performance.exported'`,
    );
    expect(Number(exported)).toBe(3);
    expect(lastAudit(server, 'performance.exported')).toMatchObject({
      format: 'xlsx',
      rows: 7,
      complete: true,
    });
  });
});

describe('periods (A-29)', () => {
  test('days add up to the period; rates come from sums', async () => {
    const month = (await omar.get('/api/agent/performance/monthly')).body;
    const detailed = (
      await omar.get(
        `/api/agent/performance/detailed?date_from=${month.period.from}&date_to=${month.period.to}`,
      )
    ).body;
    expect(detailed.days).toEqual(month.days);
    // They are compared with other days: as many before, and as much of the month before.
    const values = (body: Body) => body.figures.map((row: Body) => [row.figure, row.value]);
    expect(values(detailed)).toEqual(values(month));
    const add = (name: string) => month.days.reduce((sum: number, day: Body) => sum + day[name], 0);
    expect(figure(month, 'orders_handled').value).toBe(add('total_orders_handled'));
    expect(figure(month, 'success_rate').below).toBe(add('total_orders_handled'));
    expect(figure(month, 'average_call_seconds').below).toBe(add('calls_answered'));
    expect(month.days[0].date).toMatch(/-01$/);
    expect(month.days.length).toBe(Number(month.period.to.slice(8)));
    const answered = month.days.find((day: Body) => day.calls_answered > 0);
    expect(answered.average_call_duration).toBeCloseTo(answered.average_call_seconds / 60, 1);
  });

  test('the trend has seven days with dates (S0-KPI-07)', async () => {
    const { trend, period } = await glance(sarah, 'period=today');
    expect(trend).toHaveLength(7);
    expect(trend[6].date).toBe(period.to);
    expect(trend[6].total_orders_handled).toBe(figure(await glance(sarah), 'orders_handled').value);
  });

  test('what is no period is refused by name', async () => {
    for (const [query, field] of [
      ['period=fortnight', 'period'],
      ['period=48h', 'period'],
      ['period=all', 'period'],
      ['date_from=2026-13-01', 'date_from'],
      ['date_from=2026-11-02&date_to=2026-11-01', 'date_from'],
      ['date_from=2020-01-01&date_to=2026-01-01', 'date_from'],
    ] as const) {
      const reply = await sarah.get(`/api/agent/performance?${query}`);
      expect(reply.status, query).toBe(422);
      expect(reply.body.errors, query).toHaveProperty(field);
    }
    const month = await sarah.get('/api/agent/performance/monthly?month=2026-13');
    expect(month.body.errors).toHaveProperty('month');
  });

  test('nothing divided by nothing is null, and a day without work 0 (A-46, C.7-6)', async () => {
    const body = await glance(sarah, 'date_from=2019-03-04&date_to=2019-03-05');
    for (const row of body.figures)
      expect(row.value, row.figure).toBe(row.unit === 'count' ? 0 : null);
    for (const row of body.kpis) expect(row, row.kpi).toMatchObject({ value: null, met: null });
    const { achievements } = (await sarah.get('/api/agent/performance/achievements?month=2019-03'))
      .body;
    expect(achievements.map((row: Body) => row.earned)).toEqual([false, false, false, false]);
  });
});

describe('who sees whom', () => {
  test('an agent only itself; a supervisor the team; a manager everyone (S0-ROLE-11, -14, -19)', async () => {
    const look = (client: Client, agent: string) =>
      client.get(`/api/agent/performance?agent_id=${agent}`);
    expect((await look(sarah, 'AG001')).status).toBe(200);
    expect((await look(sarah, 'AG002')).status).toBe(404);
    expect((await look(sarah, 'AG999')).status).toBe(404);
    expect((await look(supervisor, 'AG001')).status).toBe(200);
    const [stranger] = sql(
      server,
      `SELECT a.agent_no FROM agents a WHERE a.company_id = 1 AND a.team_id <>
         (SELECT team_id FROM agents s JOIN users u ON u.company_id = 1 AND u.id = s.user_id
          WHERE s.company_id = 1 AND u.username_key = 'supervisor') LIMIT 1`,
    );
    const code = `AGT-${stranger!.padStart(3, '0')}`;
    expect((await look(supervisor, code)).status).toBe(404);
    expect((await look(manager, code)).body.agent.agent_id).toBe(code);
    expect((await manager.get('/api/agent/performance')).body.errors).toHaveProperty('agent_id');
    expect((await look(homes, 'AG007')).status).toBe(404);
  });

  test('the comparison tells an agent where it stands, and nobody’s name (S0-API-19)', async () => {
    const reply = await sarah.get('/api/agent/performance/team-comparison?period=week');
    expect(reply.status, reply.text).toBe(200);
    expect(reply.body).not.toHaveProperty('colleagues');
    for (const [name] of [['Omar'], ['AGT-']]) expect(reply.text.includes(name!), name).toBe(false);
    const wide = (
      await supervisor.get('/api/agent/performance/team-comparison?agent_id=AG001&period=week')
    ).body;
    const values = wide.colleagues
      .map((row: Body) => row.values.orders_handled)
      .sort((a: number, b: number) => b - a);
    const handled = reply.body.comparison.find((row: Body) => row.figure === 'orders_handled');
    const own = wide.colleagues.find((row: Body) => row.agent_id === 'AGT-001').values
      .orders_handled;
    expect(handled).toMatchObject({
      own,
      best: values[0],
      rank: values.filter((value: number) => value > own).length + 1,
    });
  });

  test('of fewer than three nothing is said that would say it of the others', async () => {
    const made = await manager.post('/api/teams', { name: 'Two' });
    expect(made.status, made.text).toBe(201);
    changeRows(
      server,
      `UPDATE agents SET team_id = ${made.body.team.id} WHERE company_id = 1 AND agent_no IN (7, 8);\n`,
    );
    const { comparison } = (
      await manager.get('/api/agent/performance/team-comparison?agent_id=AG008&period=month')
    ).body;
    for (const row of comparison) {
      expect(row.of, row.figure).toBeLessThan(3);
      expect(row, row.figure).toMatchObject({ average: null, best: null });
    }
  });

  test('a team’s and the company’s figures are the sums of their agents (IMP-SUP-01, IMP-MGR-02)', async () => {
    const team = (await supervisor.get('/api/supervisor/team/performance?period=month')).body;
    const all = (await manager.get('/api/manager/performance?period=month')).body;
    const add = (rows: Body[], name: string) =>
      rows.reduce((sum, row) => sum + row.values[name], 0);
    for (const name of ['orders_handled', 'orders_cancelled', 'calls']) {
      expect(figure(team, name).value, name).toBe(add(team.agents, name));
      for (const rows of [all.agents, all.teams, all.departments])
        expect(add(rows, name), name).toBe(figure(all, name).value);
    }
    for (const row of team.agents) {
      const own = await glance(supervisor, `agent_id=${row.agent_id}&period=month`);
      expect(figure(own, 'success_rate').value).toBe(row.values.success_rate);
    }
    const teamId = team.agents[0].team_id;
    const chosen = await manager.get(
      `/api/supervisor/team/performance?period=month&team_id=${teamId}`,
    );
    expect(chosen.body.figures).toEqual(team.figures);
    const other = all.teams.find((row: Body) => row.id && row.id !== teamId).id;
    for (const [client, id] of [
      [supervisor, other],
      [manager, 987654],
      [homes, teamId],
    ] as const)
      expect(
        (await client.get(`/api/supervisor/team/performance?team_id=${id}`)).status,
        String(id),
      ).toBe(404);
  });
});
