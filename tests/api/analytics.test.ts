/* Analytics of teams and departments (S0-ROLE-14, S0-ROLE-19, S0-ROLE-22, IMP-SUP-06, IMP-MGR-02). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Body, type Client, signIn } from '../support/client.ts';
import { sql } from '../support/database.ts';
import { midnight } from '../support/day.ts';
import { newOrder } from '../support/orders.ts';
import { type Server, startServer } from '../support/server.ts';

let server: Server;
let manager: Client;
let supervisor: Client;
let sarah: Client;

beforeAll(async () => {
  server = await startServer();
  manager = await signIn(server, 'manager');
  supervisor = await signIn(server, 'supervisor');
  sarah = await signIn(server, 'AG001');
});
afterAll(() => server.stop());

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

  test('the first 50 areas say how many there are, and all are had when asked for', async () => {
    const area = `Many ${Date.now()}`;
    for (let n = 0; n <= 50; n++) await newOrder(manager, { area: `${area} ${n}` });
    const mine = (body: Body) => body.areas.filter((row: Body) => row.name.startsWith(area)).length;
    const all = await until((body) => mine(body) === 51, manager, 'date=today&lines=all');
    expect(all.areas_total).toBe(all.areas.length);
    expect(all.products_total).toBe(all.products.length);
    const first = await analytics(manager, 'date=today');
    expect(first.areas).toEqual(all.areas.slice(0, 50));
    expect(first.areas_total).toBe(all.areas.length);
  });

  test('a change is in it within seconds, in its day, hour, flow, agent, area and product', async () => {
    const area = `Area ${Date.now()}`;
    const one = await newOrder(manager, { area, product_name: `Lamp ${area}` });
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

  test('an order that is put right moves its rows and its sums, in every unit', async () => {
    const area = `Wrong ${Date.now()}`;
    const right = `Right ${area}`;
    const one = await newOrder(manager, { area, product_name: `Lamp ${area}` });
    await sarah.put(`/api/agent/orders/${one.id}/status`, { status: 'confirmed' });
    const line = (body: Body, part: string, name: string) =>
      body[part].find((row: Body) => row.name === name);
    await until((body) => line(body, 'areas', area)?.confirmed === 1);
    const edit = await manager.put(`/api/orders/${one.id}`, {
      area: right,
      product_name: `Lamp ${right}`,
    });
    expect(edit.status, edit.text).toBe(200);
    // At once: sums move with the correction, no job is waited for.
    for (const client of [manager, supervisor]) {
      const body = await analytics(client, 'date=today');
      expect(line(body, 'areas', area)).toBeUndefined();
      expect(line(body, 'areas', right)).toMatchObject({ in: 1, handled: 1, confirmed: 1 });
      expect(line(body, 'products', `Lamp ${area}`)).toBeUndefined();
      expect(line(body, 'products', `Lamp ${right}`)).toMatchObject({ in: 1, confirmed: 1 });
    }
    for (const [query, rows] of [
      [`area=${encodeURIComponent(area)}`, 0],
      [`area=${encodeURIComponent(right)}`, 1],
      [`product=${encodeURIComponent(`Lamp ${right}`)}`, 1],
    ] as const) {
      const path = `/api/supervisor/analytics/rows?date=today&status=confirmed&${query}`;
      expect((await manager.get(path)).body.rows, query).toHaveLength(rows);
    }
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
    const teams = (await manager.get('/api/manager/teams')).body.teams;
    const move = async (team_id: number, version: number) => {
      const department = teams.find((row: Body) => row.id === team_id).department.code;
      const reply = await manager.put(`/api/manager/agents/${fatima.id}`, {
        team_id,
        department,
        version,
      });
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
