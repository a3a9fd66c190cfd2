/*
 * Two programs on one PostgreSQL: one company, one order of events, whichever node one talks to
 * (security-reliability, faults 10 and 22; WS-12).
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Body, type Client, type Reply, signIn } from '../support/client.ts';
import { type Cluster, startCluster } from '../support/cluster.ts';
import { Ledger, verifyConsistent, writers } from '../support/ledger.ts';
import { median } from '../support/median.ts';
import { temporary } from '../support/paths.ts';
import { type Server, startServerOn } from '../support/server.ts';
import { type Live, listen } from '../support/socket.ts';

let cluster: Cluster;
let nodes: [Server, Server];
let managers: [Client, Client];

beforeAll(async () => {
  cluster = await startCluster();
  nodes = [
    await startServerOn(cluster.db, temporary('node')),
    await startServerOn(cluster.db, temporary('node')),
  ];
  managers = [await signIn(nodes[0], 'manager'), await signIn(nodes[1], 'manager')];
});
afterAll(async () => {
  for (const node of nodes) await node.stop();
  cluster.stop();
});

const order = (n: number) => ({
  customer_name: `Node ${n}`,
  customer_phone: `+97155${String(1000000 + n)}`,
  product_name: 'Lamp',
  price: '10.00',
  address: 'Somewhere',
});

async function open(client: Client, since?: number): Promise<Live> {
  const live = listen(client, since);
  await live.wait((m) => m.type === 'hello');
  return live;
}

const events = (live: Live) =>
  live.messages.filter((m) => !['hello', 'heartbeat', 'resync'].includes(m.type));

/** Resolves with the milliseconds until the other node's socket hears of an order made here. */
async function travel(from: Client, live: Live, n: number): Promise<number> {
  const began = performance.now();
  const made = await from.post('/api/orders', order(n));
  expect(made.status, made.text).toBe(201);
  await live.wait((m) => m.type === 'order:created' && m.data.order.id === made.body.order.id);
  return performance.now() - began;
}

describe('rights', () => {
  test('that change on one node count on the other, for requests and open pages', async () => {
    const admin = await signIn(nodes[0], 'admin');
    const agent = await signIn(nodes[1], 'AG003');
    const live = await open(agent);
    const { roles } = (await admin.get('/api/admin/roles')).body;
    const role = roles.find(({ code }: Body) => code === 'agent');
    const allowed = async () => (await agent.get('/api/admin/couriers')).status;
    expect(await allowed()).toBe(403);
    const set = async (permissions: string[]) => {
      const reply = await admin.put(`/api/admin/roles/${role.id}`, { permissions });
      expect(reply.status, reply.text).toBe(200);
    };
    await set([...role.permissions, 'providers.manage']);
    await expect.poll(allowed, { timeout: 3000 }).toBe(200);
    const next = await open(agent, live.messages[0].seq);
    await next.wait((m) => m.type === 'account:changed');
    await set(role.permissions);
    await expect.poll(allowed, { timeout: 3000 }).toBe(403);
    for (const one of [live, next]) one.close();
  });

  test('of a key for programs end on both at once', async () => {
    const admin = await signIn(nodes[0], 'admin');
    const made = await admin.post('/api/admin/api-keys', {
      name: 'Both nodes',
      permissions: ['orders.read'],
    });
    const ask = async () =>
      (
        await fetch(`${nodes[1].url}/api/agent/orders?limit=1`, {
          headers: { authorization: `Bearer ${made.body.key}` },
        })
      ).status;
    expect(await ask()).toBe(200);
    await admin.delete(`/api/admin/api-keys/${made.body.api_key.id}`);
    expect(await ask()).toBe(401);
  });
});

describe('events', () => {
  test('of one node reach the sockets of the other, both ways', async () => {
    const lives = [await open(managers[0]), await open(managers[1])] as const;
    const times: number[] = [];
    for (let n = 0; n < 10; n++) {
      times.push(await travel(managers[0], lives[1], n));
      times.push(await travel(managers[1], lives[0], 100 + n));
    }
    console.log(`node to node: ${Math.max(...times).toFixed(0)} ms at the most`);
    for (const live of lives) live.close();
  });

  test('reach it within two seconds when the hints are cut', async () => {
    const live = await open(managers[1]);
    const times: number[] = [];
    for (let n = 0; n < 5; n++) {
      cluster.sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' OR query LIKE 'NOTIFY%'",
      );
      times.push(await travel(managers[0], live, 200 + n));
    }
    expect(median(times)).toBeLessThan(2500);
    live.close();
  });

  test('resuming goes on at the other node', async () => {
    const live = await open(managers[0]);
    const last = await managers[0].post('/api/orders', order(300));
    const seen = await live.wait(
      (m) => m.type === 'order:created' && m.data.order.id === last.body.order.id,
    );
    const missed = await managers[0].post('/api/orders', order(301));
    const isMissed = (m: Body) =>
      m.type === 'order:created' && m.data.order.id === missed.body.order.id;
    const { seq } = await live.wait(isMissed);
    const again = await open(managers[1], seen.seq);
    expect(again.messages[0]).toMatchObject({ data: { resumed: true } });
    await again.wait(isMissed);
    const between = (live: Live) =>
      events(live)
        .map((m) => m.seq)
        .filter((n) => n > seen.seq && n <= seq);
    expect(between(again)).toEqual(between(live));
    live.close();
    again.close();
  });
});

describe('pages of newer domains', () => {
  /** What the manager's pages on the other node are told of, one act each. */
  const acts: [string, string, (n: number) => Promise<Reply>][] = [
    [
      'announcement:changed',
      'announcements',
      async (n) =>
        (await signIn(nodes[0], 'admin')).post('/api/admin/announcements', { title: `Nodes ${n}` }),
    ],
    [
      'complaint:created',
      'complaints',
      () => managers[0].post('/api/agent/complaints', { order_id: 1847, subject: 'Broken' }),
    ],
    [
      'schedule:changed',
      'schedules',
      (n) =>
        managers[0].post('/api/supervisor/schedules', {
          agent_id: 'AG001',
          kind: 'meeting',
          starts_at: new Date(Date.now() + (90 + n) * 86_400_000).toISOString(),
          ends_at: new Date(Date.now() + (90 + n) * 86_400_000 + 3_600_000).toISOString(),
        }),
    ],
    [
      'kpi_targets:updated',
      'targets',
      (n) => managers[0].put('/api/manager/kpi-targets', { confirmation_rate: 50 + n }),
    ],
    [
      'stock:changed',
      'stock',
      () => managers[0].patch('/api/inventory/1', { delta: 1, reason: 'found' }),
    ],
    [
      'agent:status_changed',
      'the board',
      async (n) =>
        (await signIn(nodes[0], 'AG001')).put('/api/agent/auth/status', {
          status: n % 2 ? 'available' : 'busy',
        }),
    ],
  ];

  test('hear of what was written on this one, also after PostgreSQL died and came back', async () => {
    const live = await open(managers[1]);
    for (let round = 0; round < 2; round++) {
      for (const [type, what, write] of acts) {
        const seen = live.messages.filter((m) => m.type === type).length;
        await expect
          .poll(async () => (await write(round)).status, { timeout: 15_000, interval: 250 })
          .toBeLessThan(300);
        await expect
          .poll(() => live.messages.filter((m) => m.type === type).length, {
            message: what,
            timeout: 10_000,
          })
          .toBeGreaterThan(seen);
      }
      if (round === 0) cluster.restart();
    }
    const seqs = events(live).map((m) => m.seq);
    expect(new Set(seqs).size).toBe(seqs.length);
    live.close();
  }, 90_000);

  test('show the same figures, and count what the other node was told', async () => {
    const agent = await signIn(nodes[0], 'AG001');
    const made = await managers[0].post('/api/orders', { ...order(350), agent_id: 'AG001' });
    const path = `/api/agent/orders/${made.body.order.id}/status`;
    const confirmed = async (manager: Client) => {
      const { body } = await manager.get('/api/supervisor/team/live');
      return body.agents.find((row: Body) => row.code === 'AGT-001').today.confirmed;
    };
    const before = await confirmed(managers[1]);
    expect((await agent.put(path, { status: 'confirmed' })).status).toBe(200);
    await expect.poll(() => confirmed(managers[1]), { timeout: 10_000 }).toBe(before + 1);
    expect(await confirmed(managers[0])).toBe(before + 1);
  });
});

describe('sessions', () => {
  test('one that ends on this node closes its sockets on the other within a second', async () => {
    const here = await signIn(nodes[0], 'AG003');
    const there = Object.assign(await signIn(nodes[1], 'AG003'), { token: here.token });
    const live = await open(there);
    const began = performance.now();
    expect((await here.post('/api/auth/logout')).status).toBeLessThan(300);
    const { code } = await live.closed;
    expect(code).toBe(4401);
    expect(performance.now() - began).toBeLessThan(1500);
    expect((await there.get('/api/auth/me')).status).toBe(401);
  });
});

describe('writers on both nodes', () => {
  test('of one row: one wins, the others are told, nothing is lost', async () => {
    const made = await managers[0].post('/api/orders', order(400));
    const { id, version } = made.body.order;
    const replies = await Promise.all(
      Array.from({ length: 24 }, (_, n) =>
        managers[n % 2]!.put(`/api/orders/${id}`, { customer_name: `Winner ${n}`, version }),
      ),
    );
    const won = replies.filter((reply) => reply.status === 200);
    expect(won.length, replies.map((reply) => reply.text).join('\n')).toBe(1);
    for (const reply of replies) expect([200, 409]).toContain(reply.status);
    const now = (await managers[1].get(`/api/agent/orders/${id}`)).body.order;
    expect(now.customer_name).toBe(won[0]!.body.order.customer_name);
  });

  test('the same Idempotency-Key on both nodes makes one order', async () => {
    for (let n = 0; n < 10; n++) {
      const headers = { 'idempotency-key': `both-${n}` };
      const replies = await Promise.all(
        managers.map((manager) => manager.post('/api/orders', order(500 + n), { headers })),
      );
      const made = replies.filter((reply) => reply.status === 201);
      expect(made.length).toBeGreaterThan(0);
      for (const reply of replies) expect([201, 409], reply.text).toContain(reply.status);
      expect(new Set(made.map((reply) => reply.body.order.id)).size).toBe(1);
    }
  });

  test('a storm, and one node is killed in the middle of it', async () => {
    const ledger = new Ledger('nodes');
    const live = await open(managers[0]);
    let goesOn = true;
    const work = nodes.flatMap((node, i) =>
      Array.from({ length: 6 }, async (_, w) => {
        const [client] = await writers(node, 1);
        await ledger.writeThrough(client!, `n${i}w${w}`, () => goesOn);
      }),
    );
    await ledger.grows();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await nodes[1].crash();
    await ledger.grows();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    goesOn = false;
    await Promise.all(work);
    ledger.verify({ db: cluster.db, engine: 'postgres' });
    const last = Math.max(...ledger.orders.values());
    await live.wait((m) => m.type === 'order:created' && m.data.order.id === last, 10_000);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const seqs = events(live).map((m) => m.seq);
    expect([...seqs].sort((a, b) => a - b)).toEqual(seqs);
    expect(new Set(seqs).size).toBe(seqs.length);
    const heard = new Set(
      events(live)
        .filter((m) => m.type === 'order:created')
        .map((m) => m.data.order.id),
    );
    expect([...ledger.orders.values()].filter((id) => !heard.has(id))).toEqual([]);
    console.log(`storm: ${ledger.orders.size} orders on two nodes, ${ledger.refused} refusals`);
    live.close();
  }, 60_000);
});

describe('jobs', () => {
  test('run once, whichever node takes them, also when one dies holding some', async () => {
    const live = await open(managers[0]);
    const at = new Date(Date.now() + 3000).toISOString();
    const made: Body[] = [];
    for (let n = 0; n < 30; n++) {
      const reply = await managers[n % 2]!.post('/api/agent/callbacks', {
        order_id: 1847,
        callback_at: at,
        notes: `node ${n}`,
      });
      expect(reply.status, reply.text).toBe(201);
      made.push(reply.body.callback.id);
    }
    await new Promise((resolve) =>
      setTimeout(resolve, Math.max(0, Date.parse(at) - Date.now() + 5)),
    );
    await nodes[1].crash();
    for (const id of made)
      await live.wait((m) => m.type === 'callback:due' && m.data.callback.id === id, 75_000);
    const due = live.messages
      .filter((m) => m.type === 'callback:due')
      .map((m) => m.data.callback.id);
    expect(due.sort((a, b) => a - b)).toEqual(made.sort((a, b) => a - b));
    const notified = live.messages.filter((m) => m.type === 'notification:new').length;
    console.log(`jobs: ${due.length} due, ${notified} notices to the manager`);
    verifyConsistent({ db: cluster.db, engine: 'postgres' });
    live.close();
  }, 120_000);
});
