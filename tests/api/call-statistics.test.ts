/*
 * Figures of calls: counted by hand here, by one core there, and the same on every surface and as
 * many as the lists that they open (S2-STAT-01…09, S2-API-04, IMP-TEL-02, IMP-TEL-03, A-47).
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Body, type Client, signIn } from '../support/client.ts';
import { alter, sql } from '../support/database.ts';
import { type Server, startServer } from '../support/server.ts';

let server: Server;
let admin: Client;
let lead: Client;
let sarah: Client;
let homes: Client;

interface Leg {
  agent: number;
  ring?: number;
  talk: number;
  hold?: number;
}
interface Row {
  status: string;
  direction: string;
  hour?: number;
  agent?: number;
  answered?: boolean;
  system?: boolean;
  queue?: number;
  ring?: number;
  talk?: number;
  hold?: number;
  legs?: Leg[];
  visit?: string;
}

/** A Thursday in Dubai, whose clocks are four hours ahead. */
const day = '2026-01-15';
const at = (hour: number) => Date.parse(`${day}T00:00:00+04:00`) * 1000 + hour * 3_600_000_000;

const week: Row[] = [
  {
    status: 'completed',
    direction: 'incoming',
    agent: 2,
    answered: true,
    queue: 10,
    ring: 5,
    talk: 100,
    hold: 20,
    legs: [
      { agent: 1, ring: 5, talk: 60, hold: 20 },
      { agent: 2, talk: 40 },
    ],
    visit: 'answered',
  },
  {
    status: 'abandoned',
    direction: 'incoming',
    queue: 45,
    legs: [{ agent: 1, ring: 10, talk: 0 }],
    visit: 'abandoned',
  },
  {
    status: 'completed',
    direction: 'incoming',
    agent: 1,
    answered: true,
    queue: 30,
    ring: 10,
    talk: 50,
    legs: [
      { agent: 1, ring: 4, talk: 0 },
      { agent: 1, ring: 10, talk: 50 },
    ],
    visit: 'answered',
  },
  {
    status: 'completed',
    direction: 'outgoing',
    agent: 2,
    answered: true,
    ring: 8,
    talk: 30,
    legs: [{ agent: 2, talk: 30 }],
  },
  { status: 'no_answer', direction: 'outgoing', agent: 2, ring: 25, legs: [{ agent: 2, talk: 0 }] },
  { status: 'completed', direction: 'incoming', system: true },
  { status: 'completed', direction: 'internal', hour: 17, answered: true, talk: 10 },
  { status: 'no_answer', direction: 'incoming', agent: 2 },
];

function statements(rows: Row[]): string {
  const us = (seconds = 0) => seconds * 1_000_000;
  const agentOf = (no: number, column: string) =>
    `(SELECT ${column} FROM agents WHERE company_id = c.id AND agent_no = ${no})`;
  return rows
    .flatMap((row, i) => {
      const id = 5_000_001 + i;
      const start = at(row.hour ?? 9) + us(i * 60);
      const wait = us((row.queue ?? 0) + (row.ring ?? 0));
      const end = start + wait + us((row.talk ?? 0) + (row.hold ?? 0));
      const agent = row.agent
        ? [agentOf(row.agent, 'id'), agentOf(row.agent, 'team_id')]
        : ['NULL', 'NULL'];
      const parts = [
        `INSERT INTO calls (company_id, id, call_code, direction, status, is_active, agent_id, team_id,
           by_system, started_us, answered_us, ended_us, as_of_us, queue_us, ring_us, talk_us, hold_us)
         SELECT c.id, ${id}, 'CALL-S${i + 1}', '${row.direction}', '${row.status}', 0, ${agent},
           ${row.system ? 1 : 0}, ${start}, ${row.answered ? start + wait : 'NULL'}, ${end}, ${end},
           ${us(row.queue)}, ${us(row.ring)}, ${us(row.talk)}, ${us(row.hold)}
         FROM companies c WHERE c.code = 'gulf'`,
      ];
      for (const [n, leg] of (row.legs ?? []).entries())
        parts.push(
          `INSERT INTO call_legs (company_id, call_id, leg, uniqueid, channel, endpoint, agent_id,
             team_id, role, is_trunk, number, name, connected_number, connected_name, exten, context,
             hangup_cause, started_us, ringing_us, ended_us, answered_us, talk_us, hold_us,
             call_started_us)
           SELECT c.id, ${id}, ${n}, 's.${i}.${n}', '', '', ${agentOf(leg.agent, 'id')},
             ${agentOf(leg.agent, 'team_id')}, 'callee', 0, '', '', '', '', '', '', 16, ${start},
             ${leg.ring ? start : 'NULL'}, ${end}, ${leg.ring ? start + us(leg.ring) : 'NULL'},
             ${us(leg.talk)}, ${us(leg.hold)}, ${start}
           FROM companies c WHERE c.code = 'gulf'`,
        );
      if (row.visit)
        parts.push(
          `INSERT INTO call_queue_visits (company_id, call_id, visit, queue, result, position, missed,
             joined_us, left_us)
           SELECT c.id, ${id}, 0, 'support', '${row.visit}', 1, 0, ${start}, ${start + wait}
           FROM companies c WHERE c.code = 'gulf'`,
        );
      return parts;
    })
    .join(';');
}

/** A call of this moment, so that there is one today. */
const ofNow = `INSERT INTO calls (company_id, id, call_code, direction, status, is_active, started_us,
    as_of_us)
  SELECT id, 5100000, 'CALL-NOW', 'incoming', 'ringing', 1, ${Date.now() * 1000},
    ${Date.now() * 1000} FROM companies WHERE code = 'gulf'`;

beforeAll(async () => {
  server = await startServer({
    prepare: (db) => alter(db, `DELETE FROM calls;${statements(week)};${ofNow}`),
  });
  admin = await signIn(server, 'admin');
  lead = await signIn(server, 'supervisor');
  sarah = await signIn(server, 'AG001');
  homes = await signIn(server, 'admin', 'homes');
});

afterAll(() => server.stop());

const period = `from=${day}&to=${day}`;
const statistics = async (client: Client, query = period) =>
  (await client.get(`/api/calls/statistics?${query}`)).body;
const total = async (client: Client, query: string) =>
  (await client.get(`/api/calls?${period}&${query}`)).body.pagination.total;
const keyed = (groups: Body[], key: string) => groups.find((group) => group.key === key);

describe('a day', () => {
  test('its figures are what its rows say', async () => {
    expect((await statistics(admin)).figures).toEqual({
      total: 8,
      answered: 4,
      missed: 2,
      abandoned: 1,
      not_reached: 1,
      by_system: 1,
      open: 0,
      active: 0,
      talk_seconds: 190,
      hold_seconds: 20,
      average_wait: 27.5,
      average_talk: 47.5,
      average_hold: 5,
      service_level: 25,
    });
  });

  test('another service time is another service level', async () => {
    expect((await statistics(admin, `${period}&service_seconds=40`)).figures.service_level).toBe(
      50,
    );
    expect((await statistics(admin, `${period}&service_seconds=14`)).figures.service_level).toBe(0);
  });

  test('directions, states, hours and days add up to it', async () => {
    const { figures, directions, statuses, hours, days } = await statistics(admin);
    const sum = (rows: Body[]) => rows.reduce((all, row) => all + row.total, 0);
    for (const rows of [directions, statuses, hours, days]) expect(sum(rows)).toBe(figures.total);
    expect(statuses).toContainEqual({
      status: 'completed',
      total: 5,
      incoming: 3,
      outgoing: 1,
      internal: 1,
    });
    expect(hours).toHaveLength(24);
    expect(keyed(hours, '9').total).toBe(7);
    expect(keyed(hours, '17').total).toBe(1);
    expect(days).toMatchObject([{ key: day, total: 8 }]);
  });

  test("an agent's seconds are those of the agent's own legs", async () => {
    const { agents } = await statistics(admin);
    expect(agents).toHaveLength(2);
    expect(keyed(agents, 'AGT-001')).toMatchObject({
      total: 3,
      answered: 2,
      missed: 1,
      abandoned: 1,
      talk_seconds: 110,
      hold_seconds: 20,
      ring_seconds: 29,
      average_wait: 27.5,
    });
    expect(keyed(agents, 'AGT-002')).toMatchObject({
      total: 4,
      answered: 2,
      missed: 1,
      not_reached: 1,
      talk_seconds: 70,
    });
  });

  test('queues', async () => {
    expect((await statistics(admin)).queues).toMatchObject([
      {
        key: 'support',
        total: 3,
        answered: 2,
        missed: 1,
        abandoned: 1,
        average_wait: 27.5,
        service_level: 33.3,
      },
    ]);
  });

  test('every figure opens as many rows', async () => {
    const { figures, agents, queues } = await statistics(admin);
    expect(await total(admin, '')).toBe(figures.total);
    for (const outcome of ['answered', 'missed'])
      expect(await total(admin, `outcome=${outcome}`), outcome).toBe(figures[outcome]);
    expect(await total(admin, 'status=abandoned')).toBe(figures.abandoned);
    for (const agent of agents) {
      expect(await total(admin, `agent_id=${agent.key}`), agent.key).toBe(agent.total);
      for (const outcome of ['answered', 'missed'])
        expect(await total(admin, `agent_id=${agent.key}&outcome=${outcome}`), agent.key).toBe(
          agent[outcome],
        );
    }
    expect(await total(admin, 'queue=support')).toBe(queues[0].total);
  });
});

describe('groups and names', () => {
  test.each(['hour', 'day', 'agent', 'team', 'status', 'direction', 'queue'])(
    'group_by=%s is what the whole answer has',
    async (by) => {
      const whole = await statistics(admin);
      const { group_by, groups } = await statistics(admin, `${period}&group_by=${by}`);
      expect(group_by).toBe(by);
      if (by === 'status')
        expect(groups.map((g: Body) => [g.key, g.total])).toEqual(
          whole.statuses.map((s: Body) => [s.status, s.total]),
        );
      else expect(groups).toEqual(whole[`${by}s`]);
    },
  );

  test('group_by=department: those without one stand under none', async () => {
    const { groups } = await statistics(admin, `${period}&group_by=department`);
    expect(groups).toMatchObject([{ key: '', id: null, total: 8 }]);
  });

  test('names of parts', async () => {
    for (const [path, query] of [
      ['/api/calls/statistics/today', 'period=today'],
      ['/api/calls/statistics/week', 'period=week'],
      ['/api/calls/statistics/last-week', 'period=last_week'],
      ['/api/calls/statistics/month', 'period=month'],
      [`/api/calls/statistics/date-range?${period}`, period],
      [`/api/calls/statistics/comparison?${period}`, period],
      [`/api/calls/statistics/hourly-trends?${period}`, `${period}&group_by=hour`],
      [`/api/calls/statistics/agents?${period}`, `${period}&group_by=agent`],
    ] as const)
      expect((await admin.get(path)).body, path).toEqual(await statistics(admin, query));
  });

  test('the day after compares itself with this one', async () => {
    const { figures, previous } = await statistics(admin, 'from=2026-01-16&to=2026-01-16');
    expect(figures).toMatchObject({ total: 0, average_talk: null, service_level: null });
    expect(previous).toEqual((await statistics(admin)).figures);
  });

  test('too much at once, and words that are none, are refused', async () => {
    for (const query of [
      'period=all',
      'from=2025-01-01&to=2026-02-05',
      'from=2026-01-01&to=2026-04-11&service_seconds=21',
      'group_by=moon',
    ]) {
      const reply = await admin.get(`/api/calls/statistics?${query}`);
      expect(reply.status, query).toBe(422);
    }
    for (const query of [
      'from=2025-01-01&to=2026-02-04',
      'from=2026-01-01&to=2026-04-10&service_seconds=21',
      'from=2026-01-01&to=2026-04-11&service_seconds=120',
    ])
      expect((await statistics(admin, query)).figures.total, query).toBe(8);
  });
});

describe('days that are kept', () => {
  const isExact = `SELECT COUNT(*) FROM call_days d JOIN companies c ON c.id = d.company_id
    WHERE c.code = 'gulf' AND d.is_exact = 1 AND d.from_us <= ${at(9)} AND d.to_us > ${at(9)}`;

  test('a past day comes to be kept, and says the same to everybody', async () => {
    const queries = [period, 'from=2025-12-20&to=2026-02-10', `${period}&service_seconds=45`];
    const kept = () => expect.poll(() => sql(server, isExact)[0], { timeout: 40_000 }).toBe('1');
    // With a service time of its own nothing kept is used, but for that time all is the same.
    const counted = (await statistics(admin, `${period}&service_seconds=21`)).figures;
    await kept();
    for (const client of [admin, lead, sarah])
      for (const query of queries) {
        const { figures, statuses, agents } = await statistics(client, query);
        const own = (await client.get(`/api/calls?${period}`)).body.pagination.total;
        expect(figures.total, query).toBe(own);
        expect(statuses.reduce((all: number, row: Body) => all + row.total, 0)).toBe(own);
        for (const agent of agents)
          expect(
            (await client.get(`/api/calls?${period}&agent_id=${agent.key}`)).body.pagination.total,
          ).toBe(agent.total);
      }
    const { service_level, ...rest } = (await statistics(admin)).figures;
    expect(service_level).toBe(25);
    expect(counted).toMatchObject(rest);
  });
});

describe('today', () => {
  test('agrees with the statistics of today (A-47)', async () => {
    const { body } = await admin.get('/api/calls/today-stats');
    const { figures, statuses } = await statistics(admin, 'period=today');
    const { data, success, ...members } = body;
    expect(success).toBe(true);
    expect(members).toEqual(data);
    expect(data).toMatchObject({
      total_calls: 1,
      incoming_calls: 1,
      outgoing_calls: 0,
      calls_by_status: { ringing: 1 },
      incoming_by_status: { ringing: 1 },
      outgoing_by_status: {},
      summary: { active_calls: 1, completed_calls: 0, total_handled_calls: 0 },
    });
    expect(data.total_calls).toBe(figures.total);
    expect(data.summary.active_calls).toBe(figures.active);
    expect(statuses).toMatchObject([{ status: 'ringing', total: 1 }]);
  });
});

describe('who sees what', () => {
  test('an agent: the own part of calls that the agent was in', async () => {
    const { figures, agents, teams } = await statistics(sarah);
    expect(figures).toMatchObject({ total: 3, answered: 2, missed: 1 });
    expect(agents).toMatchObject([{ key: 'AGT-001', total: 3, talk_seconds: 110 }]);
    expect(teams).toEqual([]);
    expect(await total(sarah, '')).toBe(3);
  });

  test('who leads: those of the team', async () => {
    const { figures, agents, teams } = await statistics(lead);
    expect(figures.total).toBe(await total(lead, ''));
    expect(figures.total).toBeGreaterThanOrEqual(3);
    expect(agents.map((row: Body) => row.key)).toContain('AGT-001');
    expect(teams).toHaveLength(1);
  });

  test('another company: nothing', async () => {
    const { figures, agents, queues } = await statistics(homes);
    expect(figures.total).toBe(0);
    expect([...agents, ...queues]).toEqual([]);
  });
});
