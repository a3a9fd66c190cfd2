/*
 * Performance: days counted from what agents did, figures against targets, the team, goals
 * (S0-KPI-01…21, S0-DB-07/08, S0-API-17…19, IMP-KPI-01, IMP-MGR-02/04, IMP-SUP-01, A-29, A-45…A-47).
 */
import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Body, type Client, signIn } from '../support/client.ts';
import { sql } from '../support/database.ts';
import { hatif, secretKey } from '../support/paths.ts';
import { psqlProgram } from '../support/postgres.ts';
import { type Server, startServer } from '../support/server.ts';
import { downloadXlsx } from '../support/sheet.ts';
import { listen } from '../support/socket.ts';

let server: Server;
let manager: Client;
let supervisor: Client;
let sarah: Client;
let omar: Client;
let homes: Client;

const DAY = 86_400_000_000;
const engineOf = (db: string) => (db.startsWith('sqlite:') ? 'sqlite' : 'postgres');

/** Rows written from outside, for what has no route of its own here. */
function write(db: string, text: string): void {
  if (engineOf(db) === 'sqlite')
    execFileSync('sqlite3', [db.replace('sqlite:', '')], { input: `.timeout 10000\n${text}` });
  else
    execFileSync(psqlProgram, ['-qAt', '-v', 'ON_ERROR_STOP=1', db], {
      input: `SET hatif.company = '0';\n${text}`,
    });
}
const ask = (db: string, text: string) => sql({ db, engine: engineOf(db) }, text);

/* ---- What a day has to be, counted here once more by the definitions ------------------ */

const zoneDay = new Map<string, Intl.DateTimeFormat>();
function dayOf(us: number, zone = 'Asia/Dubai'): number {
  let format = zoneDay.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone: zone });
    zoneDay.set(zone, format);
  }
  return Date.parse(`${format.format(us / 1000)}T00:00:00Z`) / 86_400_000;
}
const dateOf = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10);

const columns = [
  'total_orders_handled',
  'orders_confirmed',
  'orders_cancelled',
  'orders_postponed',
  'calls',
  'calls_answered',
  'talk_seconds',
  'ratings_count',
  'rating_points',
  'ratings_good',
  'contacts',
  'contacts_resolved',
  'contacts_first',
] as const;
type Sums = Record<(typeof columns)[number], number>;

function recount(db: string, zone = 'Asia/Dubai'): Record<string, Sums> {
  const days: Record<string, Sums> = {};
  const of = (agent: string, us: number): Sums => {
    const key = `${agent}:${dayOf(us, zone)}`;
    days[key] ??= Object.fromEntries(columns.map((name) => [name, 0])) as Sums;
    return days[key];
  };
  const rows = (text: string) => ask(db, text).map((line) => line.split('|'));
  const last = new Map<string, string[]>();
  for (const row of rows(`SELECT order_id, agent_id, new_status, change_timestamp, previous_status
      FROM order_status_history WHERE company_id = 1 AND new_status <> 'closed' ORDER BY id`))
    last.set(`${row[0]}:${dayOf(Number(row[3]), zone)}`, row);
  for (const [, agent, status, at, previous] of last.values()) {
    if (!agent || !previous) continue;
    const column = `orders_${status}` as keyof Sums;
    if (!columns.includes(column)) continue;
    const day = of(agent, Number(at));
    day[column] += 1;
    day.total_orders_handled += 1;
  }
  const messages = rows(`SELECT id, order_id, agent_id, channel, direction, duration_seconds, at_us
      FROM communications WHERE company_id = 1`);
  for (const [, , agent, channel, , seconds, at] of messages) {
    if (channel !== 'call' || !agent) continue;
    const day = of(agent, Number(at));
    day.calls += 1;
    day.calls_answered += Number(seconds) > 0 ? 1 : 0;
    day.talk_seconds += Number(seconds);
  }
  for (const [agent, score, at] of rows(
    'SELECT agent_id, score, at_us FROM ratings WHERE company_id = 1 AND agent_id IS NOT NULL',
  )) {
    const day = of(agent!, Number(at));
    day.ratings_count += 1;
    day.rating_points += Number(score);
    day.ratings_good += Number(score) >= 4 ? 1 : 0;
  }
  const contacts = rows(`SELECT id, order_id, agent_id, resolution_status, interaction_time,
      follow_up_date, communication_id FROM customer_interactions WHERE company_id = 1 ORDER BY id`);
  for (const [id, order, agent, status, at, due, message] of contacts) {
    const closed = status === 'resolved' || status === 'escalated';
    const late = Number(due || at) <= Date.now() * 1000;
    const taken = contacts.some(
      (later) =>
        due && later[1] === order && Number(later[0]) > Number(id) && Number(later[4]) <= +due,
    );
    if (!closed && (!late || taken)) continue;
    const back = messages.some(
      (one) =>
        one[1] === order &&
        one[4] === 'inbound' &&
        one[0] !== message &&
        Number(one[6]) > Number(at) &&
        Number(one[6]) <= Number(at) + 7 * DAY,
    );
    const day = of(agent!, Number(at));
    day.contacts += 1;
    day.contacts_resolved += status === 'resolved' ? 1 : 0;
    day.contacts_first += status === 'resolved' && !back ? 1 : 0;
  }
  return days;
}

function counted(db: string): Record<string, Sums> {
  const nothing = (sums: Sums) => columns.every((name) => sums[name] === 0);
  return Object.fromEntries(
    ask(
      db,
      `SELECT agent_id, day, ${columns.join(', ')} FROM agent_performance_metrics WHERE company_id = 1`,
    )
      .map((line) => line.split('|').map(Number))
      .map(([agent, day, ...sums]): [string, Sums] => [
        `${agent}:${day}`,
        Object.fromEntries(columns.map((name, i) => [name, sums[i]])) as Sums,
      ])
      .filter(([, sums]) => !nothing(sums)),
  );
}

async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const end = Date.now() + 40_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`not within 40 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}
/** The counting has seen every row there is. */
const caughtUp = () =>
  until(
    () =>
      sql(
        server,
        `SELECT COUNT(*) FROM performance_rollups r JOIN companies c ON c.id = r.company_id
         WHERE r.company_id = 1 AND r.rebuild_day IS NULL AND r.time_zone = c.time_zone
         AND r.history_id = (SELECT MAX(id) FROM order_status_history h WHERE h.company_id = 1)
         AND r.communication_id = (SELECT MAX(id) FROM communications m WHERE m.company_id = 1)
         AND r.interaction_id
           = COALESCE((SELECT MAX(id) FROM customer_interactions i WHERE i.company_id = 1), 0)
         AND r.rating_id = COALESCE((SELECT MAX(id) FROM ratings g WHERE g.company_id = 1), 0)`,
      )[0] === '1',
    'the counting to catch up',
  );

/* ---- Random histories ------------------------------------------------------------------- */

function dice(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 4_294_967_296) * below);
  };
}

/** Where the program counts the ids of each table. */
const counters = {
  order_status_history: 'order_status_history',
  communications: 'communication',
  customer_interactions: 'interaction',
  ratings: 'rating',
};

/** Changes, calls, contacts and ratings by chance: any agent, any order, the last three weeks. */
function chance(db: string, seed: number, count: number): string {
  const roll = dice(seed);
  const newest = (table: string) =>
    Number(ask(db, `SELECT COALESCE(MAX(id), 0) FROM ${table} WHERE company_id = 1`)[0]);
  const ids = {
    order_status_history: newest('order_status_history'),
    communications: newest('communications'),
    customer_interactions: newest('customer_interactions'),
    ratings: newest('ratings'),
  };
  const now = Date.now() * 1000;
  const statuses = ['confirmed', 'cancelled', 'postponed', 'no_response', 'under_review', 'closed'];
  const ends = ['resolved', 'resolved', 'pending', 'escalated', 'follow_up_required'];
  const lines: string[] = [];
  const insert = (table: keyof typeof ids, names: string, values: string) => {
    ids[table] += 1;
    lines.push(
      `INSERT INTO ${table} (company_id, id, ${names}) VALUES (1, ${ids[table]}, ${values});`,
    );
  };
  for (let i = 0; i < count; i++) {
    const order = 1 + roll(30);
    const agent = 1 + roll(6);
    const at = now - roll(21 * 24 * 60) * 60_000_000 - 1_000_000;
    const customer = `(SELECT customer_id FROM orders WHERE company_id = 1 AND id = ${order + 1800})`;
    const place = order + 1800;
    switch (roll(4)) {
      case 0:
        insert(
          'order_status_history',
          'order_id, agent_id, previous_status, new_status, change_timestamp, created_at',
          `${place}, ${roll(9) ? agent : 'NULL'}, 'new', '${statuses[roll(6)]}', ${at}, ${at}`,
        );
        break;
      case 1:
        insert(
          'communications',
          'order_id, customer_id, agent_id, channel, direction, duration_seconds, at_us, created_us',
          `${place}, ${customer}, ${agent}, '${roll(3) ? 'call' : 'sms'}',
           '${roll(2) ? 'inbound' : 'outbound'}', ${roll(3) * roll(200)}, ${at}, ${at}`,
        );
        break;
      case 2:
        insert(
          'customer_interactions',
          `order_id, agent_id, customer_id, interaction_type, interaction_time, resolution_status,
           follow_up_date, created_at`,
          `${place}, ${agent}, ${customer}, 'call', ${at}, '${ends[roll(5)]}',
           ${roll(2) ? at + roll(4) * DAY : 'NULL'}, ${at}`,
        );
        break;
      default:
        insert(
          'ratings',
          'order_id, customer_id, agent_id, score, channel, at_us',
          `${place}, ${customer}, ${roll(8) ? agent : 'NULL'}, ${1 + roll(5)}, 'link', ${at}`,
        );
    }
  }
  for (const [table, kind] of Object.entries(counters))
    lines.push(
      `UPDATE company_counters SET last = ${ids[table as keyof typeof ids]}
       WHERE company_id = 1 AND kind = '${kind}';`,
    );
  return `BEGIN;\n${lines.join('\n')}\nCOMMIT;\n`;
}

beforeAll(async () => {
  server = await startServer();
  [manager, supervisor, sarah, omar] = (await Promise.all(
    ['manager', 'supervisor', 'AG001', 'AG002'].map((name) => signIn(server, name)),
  )) as [Client, Client, Client, Client];
  homes = await signIn(server, 'admin', 'homes');
});
afterAll(() => server.stop());

const glance = async (client: Client, query = ''): Promise<Body> => {
  const reply = await client.get(`/api/agent/performance?${query}`);
  expect(reply.status, reply.text).toBe(200);
  return reply.body;
};
const figure = (body: Body, name: string): Body =>
  body.figures.find((row: Body) => row.figure === name);
const kpi = (body: Body, name: string): Body => body.kpis.find((row: Body) => row.kpi === name);

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
    await caughtUp();
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

describe('days equal what is counted from the rows (S0-DB-08)', () => {
  test('of the demo', () => {
    expect(counted(server.db)).toEqual(recount(server.db));
  });

  test('after random changes, calls, contacts and ratings, late ones too', async () => {
    for (const seed of [1, 2, 3]) {
      write(server.db, chance(server.db, seed, 120));
      await caughtUp();
      expect(counted(server.db), `seed ${seed}`).toEqual(recount(server.db));
    }
  });

  test('in another time zone other days are counted', async () => {
    const set = async (zone: string) => {
      const admin = await signIn(server, 'admin');
      const { company } = (await admin.get('/api/company')).body;
      const reply = await admin.put('/api/company', {
        time_zone: zone,
        version: company.version,
      });
      expect(reply.status, reply.text).toBe(200);
      await caughtUp();
    };
    await set('America/Los_Angeles');
    expect(counted(server.db)).toEqual(recount(server.db, 'America/Los_Angeles'));
    await set('Asia/Dubai');
    expect(counted(server.db)).toEqual(recount(server.db));
  });

  test('`hatif rollup` puts wrong days right, and leaves others alone', async () => {
    let before: Record<string, Sums> = {};
    const other = await startServer({
      prepare: (db) => {
        const rollup = (...words: string[]) =>
          execFileSync(hatif, ['rollup', '--db', db, '--log-level', 'warn', ...words], {
            encoding: 'utf8',
            env: { ...process.env, HATIF_SECRET_KEY: secretKey },
          });
        before = counted(db);
        write(db, 'UPDATE agent_performance_metrics SET calls = 999;\n');
        const newest = Math.max(...Object.keys(before).map((key) => Number(key.split(':')[1])));
        const day = dateOf(newest - 1);
        expect(rollup('--company', 'gulf', '--from', day, '--to', day)).toBe('gulf: 1 days\n');
        for (const [key, sums] of Object.entries(counted(db)))
          expect(sums.calls, key).toBe(key.endsWith(`:${newest - 1}`) ? before[key]!.calls : 999);
        expect(rollup()).toMatch(/^gulf: \d+ days\nhomes: \d+ days\n$/);
        expect(counted(db)).toEqual(before);
        expect(() => rollup('--from', 'yesterday')).toThrow();
      },
    });
    await other.stop();
  });
});

describe('the rows behind a figure', () => {
  test('as many as were counted, page by page', async () => {
    await caughtUp();
    for (const [client, query] of [
      [sarah, 'period=today'],
      [omar, 'period=7d'],
      [omar, 'period=month'],
    ] as const) {
      const body = await glance(client, query);
      for (const row of body.figures) {
        const rows: Body[] = [];
        let next: string | null = '';
        while (next !== null) {
          const reply: Body = await client.get(
            `/api/agent/performance/rows?figure=${row.figure}&${query}&limit=7${next ? `&cursor=${next}` : ''}`,
          );
          expect(reply.status, reply.text).toBe(200);
          rows.push(...reply.body.rows);
          next = reply.body.pagination.next;
        }
        const above = rows.filter((one) => one.counts);
        if (row.unit === 'count') expect(rows.length, row.figure).toBe(row.value);
        else expect(rows.length, row.figure).toBe(row.below);
        if (row.unit === 'percent') expect(above.length, row.figure).toBe(row.above);
        if (row.unit === 'seconds')
          expect(rows.reduce((sum, one) => sum + one.duration_seconds, 0)).toBe(row.above);
        if (row.unit === 'stars')
          expect(rows.reduce((sum, one) => sum + one.score, 0)).toBe(row.above);
        for (const one of rows) {
          expect(one.date >= body.period.from && one.date <= body.period.to, one.date).toBe(true);
          expect(new Set(rows.map((r) => `${r.kind}${r.id}`)).size).toBe(rows.length);
        }
      }
    }
  });

  test('a figure that there is none of, and a cursor of another list, are refused', async () => {
    const bad = await sarah.get('/api/agent/performance/rows?figure=luck');
    expect(bad.status).toBe(422);
    expect(bad.body.errors).toHaveProperty('figure');
    const cursor = await sarah.get('/api/agent/performance/rows?figure=calls&cursor=x');
    expect(cursor.body.errors).toHaveProperty('cursor');
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
    write(
      server.db,
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
      write(
        server.db,
        `INSERT INTO ratings (company_id, id, order_id, customer_id, agent_id, score, channel, at_us)
         SELECT 1, ${newest}, o.id, o.customer_id, 7, ${score}, 'link', ${Date.now() * 1000}
         FROM orders o WHERE o.company_id = 1 AND o.id = 1847;\n`,
      );
      await caughtUp();
    };
    // An agent whom nobody has rated yet.
    write(
      server.db,
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

test('an agent hears that its day has changed, a colleague does not', async () => {
  await caughtUp();
  const [own, other, above] = [listen(sarah), listen(omar), listen(supervisor)];
  await Promise.all(
    [own, other, above].map((live) => live.wait((message) => message.type === 'hello')),
  );
  const call = await sarah.post('/api/agent/communication/call', {
    order_id: '1847',
    outcome: 'answered',
    direction: 'outbound',
    duration_seconds: 61,
  });
  expect(call.status, call.text).toBe(201);
  const heard = await own.wait((message) => message.type === 'performance:updated');
  expect(heard.data).toMatchObject({ agent_id: 1, date: (await glance(sarah)).period.to });
  await above.wait((message) => message.type === 'performance:updated');
  expect(other.messages.filter((message) => message.type === 'performance:updated')).toEqual([]);
  for (const live of [own, other, above]) live.close();
});
