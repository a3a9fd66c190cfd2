/* Escalations and complaints (IMP-ORD-08/09, IMP-SUP-04, IMP-MGR-02, S0-ROLE-12/20, S0-DASH-32). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Body, type Client, signIn } from '../support/client.ts';
import { type Server, startServer } from '../support/server.ts';
import { listen } from '../support/socket.ts';

let server: Server;
let manager: Client;
let supervisor: Client;
let sarah: Client; // AG001
let omar: Client; // AG002

beforeAll(async () => {
  server = await startServer();
  manager = await signIn(server, 'manager');
  supervisor = await signIn(server, 'supervisor');
  sarah = await signIn(server, 'AG001');
  omar = await signIn(server, 'AG002');
});
afterAll(() => server?.stop());

let made = 0;
async function fresh(extra: Body = {}): Promise<Body> {
  made += 1;
  const reply = await supervisor.post('/api/orders', {
    customer_name: 'Huda Al-Amiri',
    customer_phone: `+97150888${String(made).padStart(4, '0')}`,
    product_name: 'Kettle',
    price: '99.00',
    agent_id: 'AG001',
    ...extra,
  });
  expect(reply.status, reply.text).toBe(201);
  return reply.body.order;
}

const raise = (client: Client, id: number, body: Body = {}) =>
  client.post(`/api/agent/orders/${id}/escalate`, {
    level: 'supervisor',
    reason: 'The parcel is broken',
    ...body,
  });
async function raised(client: Client, id: number, body: Body = {}): Promise<Body> {
  const reply = await raise(client, id, body);
  expect(reply.status, reply.text).toBe(201);
  return reply.body.escalation;
}
const decide = (client: Client, id: number, body: Body, who = 'supervisor') =>
  client.patch(
    who === 'manager' ? `/api/manager/escalations/${id}` : `/api/supervisor/escalations/${id}`,
    body,
  );
const list = async (client: Client, who: string, status = 'all'): Promise<Body[]> =>
  (await client.get(`/api/${who}/escalations?status=${status}&per_page=200`)).body.escalations;
const openOf = async (client: Client, id: number): Promise<Body> =>
  (await client.get(`/api/agent/orders/${id}`)).body.order.escalation;
const told = async (client: Client, type: string): Promise<Body[]> =>
  (await client.get('/api/agent/notifications')).body.notifications.filter(
    (n: Body) => n.type === type,
  );

describe('an escalation of an order (IMP-ORD-08)', () => {
  test('goes to the supervisor, who takes it and resolves it; the agent sees each step', async () => {
    const order = await fresh();
    const sockets = [listen(sarah), listen(supervisor), listen(omar)];
    await Promise.all(sockets.map((socket) => socket.wait((e: Body) => e.type === 'hello')));
    const [mine, theirs, others] = sockets as [Body, Body, Body];
    const escalation = await raised(sarah, order.id);
    expect(escalation).toMatchObject({
      subject_type: 'order',
      order_id: order.id,
      level: 'supervisor',
      status: 'raised',
      agent: { code: 'AGT-001' },
      assigned_to: null,
    });
    await theirs.wait(
      (e: Body) => e.type === 'escalation:raised' && e.data.escalation.id === escalation.id,
    );
    const note = await theirs.wait(
      (e: Body) =>
        e.type === 'notification:new' && e.data.notification.type === 'escalation_raised',
    );
    expect(note.data.notification.data).toMatchObject({ code: order.short_code });

    const open = await openOf(sarah, order.id);
    expect(open).toMatchObject({ id: escalation.id, status: 'raised', level: 'supervisor' });
    const after = (await sarah.get(`/api/agent/orders/${order.id}`)).body.order;
    expect(after.version).toBe(order.version + 1);
    expect(after.communications[0]).toMatchObject({ kind: 'escalation', outcome: 'raised' });

    const taken = await decide(supervisor, escalation.id, {
      action: 'assign',
      version: escalation.version,
    });
    expect(taken.status, taken.text).toBe(200);
    expect(taken.body.escalation).toMatchObject({ status: 'assigned', version: 2 });
    await mine.wait(
      (e: Body) => e.type === 'escalation:updated' && e.data.escalation.status === 'assigned',
    );

    const silent = await decide(supervisor, escalation.id, { action: 'resolve' });
    expect([silent.status, Object.keys(silent.body.errors)]).toEqual([422, ['resolution']]);
    const stale = await decide(supervisor, escalation.id, {
      action: 'resolve',
      resolution: 'x',
      version: 1,
    });
    expect([stale.status, stale.body.current.version]).toEqual([409, 2]);
    const done = await decide(supervisor, escalation.id, {
      action: 'resolve',
      resolution: 'A new one is sent',
      version: 2,
    });
    expect(done.body.escalation).toMatchObject({
      status: 'resolved',
      resolution: 'A new one is sent',
    });
    await mine.wait(
      (e: Body) => e.type === 'escalation:updated' && e.data.escalation.status === 'resolved',
    );
    const over = await mine.wait(
      (e: Body) =>
        e.type === 'notification:new' && e.data.notification.type === 'escalation_resolved',
    );
    expect(over.data.notification.body).toBe('A new one is sent');
    expect(await openOf(sarah, order.id)).toBeNull();
    const late = await decide(supervisor, escalation.id, { action: 'assign' });
    expect([late.status, late.body.code, late.body.allowed]).toEqual([409, 'state', []]);

    for (const message of others.messages) expect(message.type).not.toMatch(/^escalation:/);
    for (const socket of sockets) socket.close();
  });

  test('is one at a time, says why, and is not for strangers', async () => {
    const order = await fresh();
    expect((await raise(omar, order.id)).status).toBe(404);
    for (const [body, field] of [
      [{ level: 'ceo' }, 'level'],
      [{ reason: ' ' }, 'reason'],
      [{ reason: undefined }, 'reason'],
    ] as const) {
      const reply = await raise(sarah, order.id, body);
      expect([reply.status, Object.keys(reply.body.errors)]).toEqual([422, [field]]);
    }
    await raised(sarah, order.id);
    const again = await raise(sarah, order.id);
    expect([again.status, again.body.code]).toEqual([409, 'conflict']);
  });

  test('is handed up by the supervisor and resolved by the manager (S0-ROLE-20)', async () => {
    const order = await fresh();
    const escalation = await raised(sarah, order.id);
    expect((await decide(manager, escalation.id, { action: 'assign' }, 'manager')).status).toBe(
      404,
    );
    const up = await decide(supervisor, escalation.id, {
      action: 'escalate_to_manager',
      reason: 'He asks for the manager',
    });
    expect(up.status, up.text).toBe(200);
    expect(up.body.escalation).toMatchObject({
      level: 'manager',
      status: 'raised',
      from_id: escalation.id,
      reason: 'He asks for the manager',
      agent: { code: 'AGT-001' },
    });
    const id = up.body.escalation.id;
    const old = (await list(supervisor, 'supervisor')).find((e) => e.id === escalation.id);
    expect(old).toMatchObject({ status: 'escalated_further' });
    expect(await openOf(sarah, order.id)).toMatchObject({ id, level: 'manager' });

    const denied = await decide(supervisor, id, { action: 'resolve', resolution: 'x' });
    expect([denied.status, denied.body.code, denied.body.allowed]).toEqual([409, 'state', []]);
    expect((await supervisor.get('/api/manager/escalations')).status).toBe(403);
    expect((await list(manager, 'manager', 'open')).map((e) => e.id)).toContain(id);
    const further = await decide(manager, id, { action: 'escalate_to_manager' }, 'manager');
    expect(further.body.allowed).toEqual(['assign', 'resolve']);
    const done = await decide(
      manager,
      id,
      { action: 'resolve', resolution: 'Half the price is paid back' },
      'manager',
    );
    expect(done.status, done.text).toBe(200);
    const own = (await list(sarah, 'agent')).find((e) => e.id === id);
    expect(own).toMatchObject({ status: 'resolved', resolution: 'Half the price is paid back' });
    for (const client of [sarah, supervisor]) {
      const notes = await told(client, 'escalation_resolved');
      expect(notes[0].data).toMatchObject({ code: order.short_code });
    }
  });

  test('may go to the manager at once', async () => {
    const order = await fresh();
    const escalation = await raised(sarah, order.id, { level: 'manager' });
    expect((await list(manager, 'manager', 'raised')).map((e) => e.id)).toContain(escalation.id);
    const notes = await told(manager, 'escalation_raised');
    expect(notes[0].data).toMatchObject({ code: order.short_code, level: 'manager' });
  });

  test('is given to those alone who handle such', async () => {
    const order = await fresh();
    const escalation = await raised(sarah, order.id);
    for (const agent_id of ['AGT-002', 'AGT-999', '0']) {
      const reply = await decide(manager, escalation.id, { action: 'assign', agent_id });
      expect([reply.status, Object.keys(reply.body.errors)], agent_id).toEqual([422, ['agent_id']]);
    }
    const handlers = async (client: Client) =>
      (await client.get('/api/supervisor/escalations/handlers?level=supervisor')).body.agents.map(
        (agent: Body) => agent.name,
      );
    expect(await handlers(manager)).toContain(supervisor.login.user.name);
    expect(await handlers(supervisor)).not.toContain(manager.login.user.name);
    expect(await handlers(manager)).not.toContain(sarah.login.user.name);
    const code = supervisor.login.agent.code ?? supervisor.login.agent.agent_id;
    const given = await decide(manager, escalation.id, { action: 'assign', agent_id: code });
    expect(given.status, given.text).toBe(200);
    expect(given.body.escalation.assigned_to).toBe(supervisor.login.user.name);
    const notes = await told(supervisor, 'escalation_assigned');
    expect(notes[0].data).toMatchObject({ code: order.short_code });
  });

  test('agents neither list nor decide those of others', async () => {
    const order = await fresh();
    const escalation = await raised(sarah, order.id);
    expect((await list(omar, 'agent')).map((e) => e.id)).not.toContain(escalation.id);
    expect((await sarah.get('/api/supervisor/escalations')).status).toBe(403);
    expect((await decide(sarah, escalation.id, { action: 'assign' })).status).toBe(403);
  });

  test('pages go on by cursor, and the dashboard’s number is that of the open ones', async () => {
    const first = await supervisor.get('/api/supervisor/escalations?status=open&per_page=2');
    expect(first.body.escalations).toHaveLength(2);
    const cursor = first.body.pagination.next;
    const second = await supervisor.get(
      `/api/supervisor/escalations?status=open&per_page=2&cursor=${cursor}`,
    );
    const ids = [...first.body.escalations, ...second.body.escalations].map((e: Body) => e.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const bad of ['x', '-1'])
      expect(
        (await supervisor.get(`/api/supervisor/escalations?per_page=2&cursor=${bad}`)).status,
      ).toBe(422);
    for (const [client, who] of [
      [sarah, 'agent'],
      [supervisor, 'supervisor'],
      [manager, 'supervisor'],
    ] as const) {
      const { body } = await client.get('/api/agent/dashboard');
      const open = await list(client, who, 'open');
      expect(body.quick_actions.escalations, who).toBe(open.length);
      const answer = await client.get(`/api/${who}/escalations?status=resolved`);
      expect(answer.body.open).toBe(open.length);
    }
  });
});

describe('a complaint (IMP-ORD-09, S0-ROLE-12)', () => {
  const complain = async (client: Client, body: Body): Promise<Body> => {
    const reply = await client.post('/api/agent/complaints', body);
    expect(reply.status, reply.text).toBe(201);
    return reply.body.complaint;
  };
  const change = (client: Client, id: number, body: Body) =>
    client.patch(`/api/agent/complaints/${id}`, body);

  test('is of an order or a customer, and is worked until it is resolved', async () => {
    const order = await fresh();
    const complaint = await complain(sarah, {
      order_id: order.code,
      subject: 'Broken handle',
      description: 'It came off',
      priority: 'high',
    });
    expect(complaint).toMatchObject({
      code: `CMP-${String(complaint.id).padStart(6, '0')}`,
      order_id: order.id,
      status: 'open',
      priority: 'high',
      allowed_statuses: ['in_progress', 'resolved'],
      escalation_id: null,
    });
    const other = await complain(sarah, { customer_id: order.customer.id, subject: 'Rude' });
    expect(other).toMatchObject({ order_id: null, priority: 'normal' });
    const working = await change(sarah, complaint.id, { status: 'in_progress', version: 1 });
    expect(working.status, working.text).toBe(200);
    const stale = await change(sarah, complaint.id, { status: 'resolved', version: 1 });
    expect([stale.status, stale.body.current.status]).toEqual([409, 'in_progress']);
    const silent = await change(sarah, complaint.id, { status: 'resolved' });
    expect(Object.keys(silent.body.errors)).toEqual(['resolution']);
    const done = await change(sarah, complaint.id, { status: 'resolved', resolution: 'Sent' });
    expect(done.body.complaint).toMatchObject({ status: 'resolved', resolution: 'Sent' });
    const back = await change(sarah, complaint.id, { status: 'open' });
    expect([back.status, back.body.allowed]).toEqual([409, ['in_progress']]);
    const again = await change(sarah, complaint.id, { status: 'in_progress' });
    expect(again.body.complaint).toMatchObject({ resolution: null, resolved_at: null });
    expect(Object.keys((await change(sarah, complaint.id, {})).body.errors)).toEqual(['status']);
  });

  test.each([
    [{ subject: '' }, 'subject'],
    [{ subject: 'x'.repeat(201) }, 'subject'],
    [{ order_id: null }, 'order_id'],
    [{ priority: 'urgent' }, 'priority'],
  ])('refuses %j', async (body, field) => {
    const order = await fresh();
    const reply = await sarah.post('/api/agent/complaints', {
      order_id: order.id,
      subject: 'Broken',
      ...body,
    });
    expect([reply.status, Object.keys(reply.body.errors)]).toEqual([422, [field]]);
  });

  test('is seen by its team, not by strangers', async () => {
    const order = await fresh();
    const complaint = await complain(sarah, { order_id: order.id, subject: 'Late' });
    const ids = async (client: Client, status: string) =>
      (await client.get(`/api/agent/complaints?status=${status}&per_page=200`)).body.complaints.map(
        (one: Body) => one.id,
      );
    expect(await ids(supervisor, 'unresolved')).toContain(complaint.id);
    expect(await ids(omar, 'all')).not.toContain(complaint.id);
    expect(await ids(sarah, 'resolved')).not.toContain(complaint.id);
    expect((await change(omar, complaint.id, { status: 'resolved' })).status).toBe(404);
    const stranger = await omar.post('/api/agent/complaints', { order_id: order.id, subject: 'x' });
    expect(stranger.status).toBe(404);
    const theirs = await omar.post('/api/agent/complaints', {
      customer_id: order.customer.id,
      subject: 'x',
    });
    expect(theirs.status).toBe(404);
  });

  test('that is escalated is settled by whoever resolves the escalation', async () => {
    const order = await fresh();
    const complaint = await complain(sarah, { order_id: order.id, subject: 'Never came' });
    const socket = listen(sarah);
    await socket.wait((e: Body) => e.type === 'hello');
    const reply = await sarah.post(`/api/agent/complaints/${complaint.id}/escalate`, {
      level: 'supervisor',
      reason: 'Third call',
    });
    expect(reply.status, reply.text).toBe(201);
    const { escalation } = reply.body;
    expect(escalation).toMatchObject({
      subject_type: 'complaint',
      subject_code: complaint.code,
      subject: 'Never came',
      order_id: order.id,
    });
    expect(await openOf(sarah, order.id)).toMatchObject({ id: escalation.id });
    const shown = await socket.wait((e: Body) => e.type === 'complaint:updated');
    expect(shown.data.complaint).toMatchObject({
      escalation_id: escalation.id,
      allowed_statuses: [],
    });
    const early = await change(sarah, complaint.id, { status: 'in_progress' });
    expect([early.status, early.body.code]).toEqual([409, 'state']);
    const done = await decide(supervisor, escalation.id, {
      action: 'resolve',
      resolution: 'Sent again by courier',
    });
    expect(done.status, done.text).toBe(200);
    const settled = await socket.wait(
      (e: Body) => e.type === 'complaint:updated' && e.data.complaint.status === 'resolved',
    );
    expect(settled.data.complaint).toMatchObject({ resolution: 'Sent again by courier' });
    socket.close();
    const over = await sarah.post(`/api/agent/complaints/${complaint.id}/escalate`, {
      level: 'manager',
      reason: 'x',
    });
    expect([over.status, over.body.code]).toEqual([409, 'state']);
  });
});
