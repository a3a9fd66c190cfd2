/*
 * How days are counted: figures equal the rows they come from, whatever comes late (S0-DB-07/08).
 */
import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Body, type Client, signIn } from '../support/client.ts';
import { changeRows } from '../support/database.ts';
import { hatif, secretKey } from '../support/paths.ts';
import { caughtUp, glance } from '../support/performance.ts';
import { chance, counted, dateOf, recount, type Sums } from '../support/recount.ts';
import { type Server, startServer } from '../support/server.ts';
import { listen } from '../support/socket.ts';

let server: Server;
let supervisor: Client;
let sarah: Client;
let omar: Client;

beforeAll(async () => {
  server = await startServer();
  supervisor = await signIn(server, 'supervisor');
  sarah = await signIn(server, 'AG001');
  omar = await signIn(server, 'AG002');
});
afterAll(() => server.stop());

describe('days equal what is counted from the rows (S0-DB-08)', () => {
  test('of the demo', () => {
    expect(counted(server)).toEqual(recount(server));
  });

  test('after random changes, calls, contacts and ratings, late ones too', async () => {
    for (const seed of [1, 2, 3]) {
      changeRows(server, chance(server, seed, 120));
      await caughtUp(server);
      expect(counted(server), `seed ${seed}`).toEqual(recount(server));
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
      await caughtUp(server);
    };
    await set('America/Los_Angeles');
    expect(counted(server)).toEqual(recount(server, 'America/Los_Angeles'));
    await set('Asia/Dubai');
    expect(counted(server)).toEqual(recount(server));
  });

  test('`hatif rollup` puts wrong days right, and leaves others alone', async () => {
    let before: Record<string, Sums> = {};
    const other = await startServer({
      prepare: (db) => {
        const rows = { db, engine: server.engine };
        const rollup = (...words: string[]) =>
          execFileSync(hatif, ['rollup', '--db', db, '--log-level', 'warn', ...words], {
            encoding: 'utf8',
            env: { ...process.env, HATIF_SECRET_KEY: secretKey },
          });
        before = counted(rows);
        changeRows(rows, 'UPDATE agent_performance_metrics SET calls = 999;\n');
        const newest = Math.max(...Object.keys(before).map((key) => Number(key.split(':')[1])));
        const day = dateOf(newest - 1);
        // Days of calls that wait to be kept are kept beside, whichever were asked for.
        expect(rollup('--company', 'gulf', '--from', day, '--to', day)).toMatch(
          /^gulf: 1 days, \d+ days of calls\n$/,
        );
        for (const [key, sums] of Object.entries(counted(rows)))
          expect(sums.calls, key).toBe(key.endsWith(`:${newest - 1}`) ? before[key]!.calls : 999);
        expect(rollup()).toMatch(
          /^gulf: \d+ days, \d+ days of calls\nhomes: \d+ days, \d+ days of calls\n$/,
        );
        expect(counted(rows)).toEqual(before);
        expect(() => rollup('--from', 'yesterday')).toThrow();
      },
    });
    await other.stop();
  });
});

describe('the rows behind a figure', () => {
  test('as many as were counted, page by page', async () => {
    await caughtUp(server);
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
        const times = rows.map((one) => Date.parse(one.at));
        expect(times, `${row.figure} newest first`).toEqual([...times].sort((a, b) => b - a));
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

test('an agent hears that its day has changed, a colleague does not', async () => {
  await caughtUp(server);
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
