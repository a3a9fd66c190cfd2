/*
 * What the ledger's writers do beside orders: one act of each domain in turn. An act promises keys;
 * each kind of key has a statement that lists those that are stored.
 */
import { expect } from 'vitest';
import { type Body, type Client, type Reply, signIn } from './client.ts';
import { sql } from './database.ts';
import type { Server } from './server.ts';

/** Who acts. The same people sign in again after every start. */
export interface Crew {
  admin: Client;
  manager: Client;
  supervisor: Client;
  agent: Client;
  courier: number;
  product: number;
  goal: number;
}

/** The order at hand, confirmed a moment ago, and a name nothing else has. */
export interface Given {
  order: number;
  name: string;
  n: number;
}

/** Notes that the key was promised, if the answer says so. */
export type Promised = (reply: Reply, kind: string, key: (body: Body) => unknown) => boolean;

type Act = (crew: Crew, given: Given, promised: Promised) => Promise<unknown>;

/** Versions only rise: whoever was told 7 finds 7 or more. */
const versionsOf = (table: string, where: string) =>
  `WITH RECURSIVE v(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM v WHERE n <
     (SELECT version FROM ${table} WHERE company_id = 1 AND ${where})) SELECT n FROM v`;

/** Kind of key: the statement that lists what is stored of it. */
const stored = (crew: Crew): Record<string, string> => ({
  contact: `SELECT i.id FROM customer_interactions i JOIN ratings r
    ON r.company_id = i.company_id AND r.interaction_id = i.id WHERE i.company_id = 1`,
  complaint: 'SELECT id FROM complaints WHERE company_id = 1',
  raised: 'SELECT id FROM escalations WHERE company_id = 1',
  resolved: "SELECT id FROM escalations WHERE company_id = 1 AND status = 'resolved'",
  asked: 'SELECT id FROM order_modifications WHERE company_id = 1',
  approved: `SELECT m.id FROM order_modifications m JOIN orders o
    ON o.company_id = m.company_id AND o.id = m.order_id
    WHERE m.company_id = 1 AND m.status = 'approved' AND m.changes LIKE '%' || o.address || '%'`,
  schedule: 'SELECT id FROM agent_schedules WHERE company_id = 1',
  own: 'SELECT id FROM orders WHERE company_id = 1 AND assigned_agent_id IS NOT NULL',
  handed: `SELECT o.id FROM orders o JOIN agents a ON a.company_id = o.company_id AND a.id = o.assigned_agent_id
    WHERE o.company_id = 1 AND a.id = (SELECT h.to_agent_id FROM order_assignments h
      WHERE h.company_id = 1 AND h.order_id = o.id ORDER BY h.id DESC LIMIT 1)`,
  targets: versionsOf('kpi_targets', 'team_id = 0'),
  goal: versionsOf('performance_goals', `id = ${crew.goal}`),
  announcement: 'SELECT id FROM announcements WHERE company_id = 1',
  key: 'SELECT id FROM api_keys WHERE company_id = 1',
  revoked: 'SELECT id FROM api_keys WHERE company_id = 1 AND revoked_us IS NOT NULL',
  stock: 'SELECT reason FROM stock_ledger WHERE company_id = 1',
  parcel: 'SELECT tracking_number FROM deliveries WHERE company_id = 1',
  moved: "SELECT tracking_number FROM deliveries WHERE company_id = 1 AND status = 'picked_up'",
});

/** An order of the agent's own. */
async function ownOrder(
  { manager }: Crew,
  { n, name }: Given,
  promised: Promised,
): Promise<number | null> {
  const made = await manager.post('/api/orders', {
    customer_name: name,
    customer_phone: `+97152${String(1000000 + n)}`,
    product_name: 'Lamp',
    price: '10.00',
    address: 'Somewhere',
    agent_id: 'AG001',
  });
  return promised(made, 'own', (body) => body.order.id) ? made.body.order.id : null;
}

const acts: Record<string, Act> = {
  contact: async (crew, given, promised) => {
    const own = await ownOrder(crew, given, promised);
    if (!own) return;
    const path = `/api/agent/orders/${own}/interaction`;
    const contact = {
      interaction_type: 'call',
      resolution_status: 'resolved',
      duration_seconds: 60,
      customer_satisfaction: 4,
    };
    promised(await crew.agent.post(path, contact), 'contact', (body) => body.interaction.id);
  },
  complaint: async ({ manager }, { order, name }, promised) => {
    const made = await manager.post('/api/agent/complaints', { order_id: order, subject: name });
    if (!promised(made, 'complaint', (body) => body.complaint.id)) return;
    const path = `/api/agent/complaints/${made.body.complaint.id}/escalate`;
    const up = await manager.post(path, { level: 'manager', reason: name });
    promised(up, 'raised', (body) => body.escalation.id);
  },
  escalation: async ({ manager }, { order, name }, promised) => {
    const up = { level: 'manager', reason: name };
    const raised = await manager.post(`/api/agent/orders/${order}/escalate`, up);
    if (!promised(raised, 'raised', (body) => body.escalation.id)) return;
    const path = `/api/manager/escalations/${raised.body.escalation.id}`;
    const solved = await manager.patch(path, { action: 'resolve', resolution: name });
    promised(solved, 'resolved', (body) => body.escalation.id);
  },
  change: async (crew, given, promised) => {
    const own = await ownOrder(crew, given, promised);
    if (!own) return;
    const wanted = { changes: { address: `To ${given.name}` }, reason: given.name };
    const asked = await crew.agent.post(`/api/agent/orders/${own}/modifications`, wanted);
    if (!promised(asked, 'asked', (body) => body.modification.id)) return;
    const yes = `/api/supervisor/modifications/${asked.body.modification.id}/approve`;
    promised(await crew.manager.patch(yes, {}), 'approved', (body) => body.modification.id);
  },
  schedule: async ({ supervisor }, { n, name }, promised) => {
    const from = Date.now() + 90 * 86_400_000 + n * 1_800_000;
    const at = (ms: number) => new Date(ms - (ms % 1_800_000)).toISOString();
    const made = await supervisor.post('/api/supervisor/schedules', {
      agent_id: 'AG001',
      kind: 'meeting',
      starts_at: at(from),
      ends_at: at(from + 1_800_000),
      note: name,
    });
    promised(made, 'schedule', (body) => body.schedule.id);
  },
  handing: async ({ manager }, { order, name }, promised) => {
    const given = { order_ids: [order], to_agent_id: 'AG002', reason: name };
    const reply = await manager.post('/api/supervisor/orders/reassign', given);
    if (reply.status !== 200 || reply.body.reassigned) promised(reply, 'handed', () => order);
  },
  targets: async ({ manager }, { n }, promised) =>
    promised(
      await manager.put('/api/manager/kpi-targets', { confirmation_rate: 40 + (n % 50) }),
      'targets',
      (body) => body.version,
    ),
  goal: async ({ agent, goal }, { n }, promised) =>
    promised(
      await agent.put(`/api/agent/performance/goals/${goal}`, { target: 10 + (n % 50) }),
      'goal',
      (body) => body.goal.version,
    ),
  announcement: async ({ admin }, { name }, promised) =>
    promised(
      await admin.post('/api/admin/announcements', { title: name }),
      'announcement',
      (body) => body.announcement.id,
    ),
  key: async ({ admin }, { n, name }, promised) => {
    const wanted = { name, permissions: ['orders.read'] };
    const made = await admin.post('/api/admin/api-keys', wanted);
    if (!promised(made, 'key', (body) => body.api_key.id) || n % 24 < 12) return;
    const { id } = made.body.api_key;
    promised(await admin.delete(`/api/admin/api-keys/${id}`), 'revoked', () => id);
  },
  stock: async ({ manager, product }, { name }, promised) =>
    promised(
      await manager.patch(`/api/inventory/${product}`, { delta: 1, reason: name }),
      'stock',
      () => name,
    ),
  parcel: async ({ manager, courier }, { order, name }, promised) => {
    const parcel = { order_id: order, courier_id: courier, tracking_number: name };
    const made = await manager.post('/api/deliveries', parcel);
    if (!promised(made, 'parcel', () => name)) return;
    const path = `/api/deliveries/${made.body.delivery.id}`;
    promised(await manager.put(path, { status: 'picked_up' }), 'moved', () => name);
  },
};

/** Signs everybody in; what the acts work on is made by the first call alone. */
export async function gather(server: Server, former?: Crew): Promise<Crew> {
  const [admin, manager, supervisor, agent] = await Promise.all(
    ['admin', 'manager', 'supervisor', 'AG001'].map((name) => signIn(server, name)),
  );
  const crew = { courier: 0, product: 0, goal: 0, ...former, admin, manager, supervisor, agent };
  if (former) return crew as Crew;
  const made = async (reply: Promise<Reply>) => {
    const { status, text, body } = await reply;
    expect(status, text).toBe(201);
    return body;
  };
  const courier = { name: 'Ledger Courier', adapter: 'none' };
  crew.courier = (await made(admin!.post('/api/admin/couriers', courier))).courier.id;
  const goal = { figure: 'calls', period: 'month', target: 10 };
  crew.goal = (await made(agent!.post('/api/agent/performance/goals', goal))).goal.id;
  crew.product = Number(
    sql(server, 'SELECT MIN(product_id) FROM stock_levels WHERE company_id = 1')[0],
  );
  return crew as Crew;
}

/** One act, each in its turn. */
export async function act(crew: Crew, given: Given, promised: Promised): Promise<void> {
  const names = Object.keys(acts);
  await acts[names[given.n % names.length]!]!(crew, given, promised);
}

/** Every promised key is stored, and what the domains store agrees with itself. */
export function verifyActs(
  server: Pick<Server, 'db' | 'engine'>,
  crew: Crew,
  promises: Map<string, Set<string>>,
): void {
  for (const [kind, statement] of Object.entries(stored(crew))) {
    const there = new Set(sql(server, statement));
    const lost = [...(promises.get(kind) ?? [])].filter((key) => !there.has(key));
    expect(lost, `${kind}: acknowledged and lost`).toEqual([]);
  }
  const none = (statement: string, what: string) =>
    expect(sql(server, statement), what).toEqual([]);
  none(
    `SELECT l.product_id FROM stock_levels l WHERE l.company_id = 1 AND l.quantity <> COALESCE(
       (SELECT g.quantity FROM stock_ledger g WHERE g.company_id = 1 AND g.product_id = l.product_id
        AND g.location_id = l.location_id ORDER BY g.id DESC LIMIT 1), l.quantity)`,
    'the stock of a place is what its ledger says last',
  );
  none(
    `SELECT d.id FROM deliveries d WHERE d.company_id = 1 AND d.status <> COALESCE(
       (SELECT t.status FROM tracking_events t WHERE t.company_id = 1 AND t.delivery_id = d.id
        AND t.status IS NOT NULL ORDER BY t.id DESC LIMIT 1), d.status)
     AND d.courier_id = ${crew.courier}`,
    'a parcel is where its history says',
  );
  none(
    `SELECT dimension, outcome FROM (
       SELECT dimension, outcome, SUM(n) AS n FROM confirmation_counters
       WHERE company_id = 1 AND agent_id = -1 GROUP BY dimension, outcome) s
     WHERE n <> (SELECT COUNT(*) FROM order_confirmations c
                 WHERE c.company_id = 1 AND c.outcome = s.outcome)`,
    'confirmations are counted as they stand',
  );
}
