/* Managing people: who may do what to whom, versions, and the last administrator (S0-ROLE-18, R-3…R-5). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Body, type Client, signIn, stranger } from '../support/client.ts';
import { sql } from '../support/database.ts';
import { type Server, startServer } from '../support/server.ts';
import { listen } from '../support/socket.ts';

let server: Server;
let admin: Client;
let manager: Client;
beforeAll(async () => {
  server = await startServer();
  admin = await signIn(server, 'admin');
  manager = await signIn(server, 'manager');
});
afterAll(() => server.stop());

const find = async (username: string): Promise<Body> => {
  const { body } = await admin.get(`/api/admin/users?search=${encodeURIComponent(username)}`);
  return body.users.find((user: Body) => user.username === username);
};
const audited = (action: string, subject: number) =>
  sql(
    server,
    `SELECT detail FROM audit_log WHERE company_id = 1 AND action = '${action}' AND subject_id = ${subject} ORDER BY id`,
  );

let made = 0;
async function add(wanted: Body = {}, by: Client = admin): Promise<Body> {
  made += 1;
  const reply = await by.post('/api/admin/users', {
    username: `new.person${made}`,
    name: `New Person ${made}`,
    roles: ['agent'],
    ...wanted,
  });
  expect(reply.status, reply.text).toBe(201);
  return reply.body;
}

async function enter(user: Body, password: string): Promise<Client> {
  const client = stranger(server);
  const reply = await client.post('/api/auth/login', {
    username: user.username,
    password,
    company: 'gulf',
  });
  expect(reply.status, reply.text).toBe(200);
  client.token = reply.body.token;
  const changed = await client.post('/api/auth/change-password', {
    current_password: password,
    password: 'seven-green-lamps-4',
  });
  expect(changed.status, changed.text).toBe(200);
  return client;
}

describe('the list', () => {
  test('an administrator sees everyone, a manager who stands below', async () => {
    const all: Body[] = (await admin.get(`/api/admin/users?limit=500`)).body.users;
    const [count] = sql(server, 'SELECT COUNT(*) FROM users WHERE company_id = 1');
    expect(all).toHaveLength(Number(count));
    const below: Body[] = (await manager.get(`/api/admin/users?limit=500`)).body.users;
    expect(below.length).toBeGreaterThan(2);
    for (const user of below)
      expect(user.roles.filter((role: string) => /^(admin|manager)$/.test(role))).toEqual([]);
    expect(below.length).toBe(
      all.filter((user) => !user.roles.some((role: string) => /^(admin|manager)$/.test(role)))
        .length,
    );
  });

  test('is found by code, name and address, and filtered', async () => {
    const sarah = await find('AG001');
    for (const word of ['AGT-001', 'ag001', sarah.name.slice(0, 5).toUpperCase()])
      expect(
        (await admin.get(`/api/admin/users?search=${encodeURIComponent(word)}`)).body.users.map(
          (user: Body) => user.id,
        ),
        word,
      ).toContain(sarah.id);
    expect((await admin.get(`/api/admin/users?search=%25`)).body.users).toEqual([]);
    const supervisors = (await admin.get(`/api/admin/users?role=supervisor`)).body.users;
    expect(supervisors.length).toBeGreaterThan(0);
    for (const user of supervisors) expect(user.roles).toContain('supervisor');
    expect((await admin.get(`/api/admin/users?status=gone`)).status).toBe(422);
  });

  test('goes on from page to page without gaps', async () => {
    const whole = (await admin.get(`/api/admin/users?limit=500`)).body.users.map(
      (user: Body) => user.id,
    );
    const seen: number[] = [];
    let cursor: string | null = null;
    do {
      const next: string = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
      const { body } = await admin.get(`/api/admin/users?limit=5${next}`);
      expect(body.data).toEqual(body.users);
      seen.push(...body.users.map((user: Body) => user.id));
      cursor = body.pagination.next;
    } while (cursor);
    expect(seen).toEqual(whole);
    expect(whole.length).toBeGreaterThan(5);
  });
});

describe('making somebody', () => {
  test('with a temporary password that has to be changed, and an agent side', async () => {
    const { user, temporary_password } = await add({
      email: 'new.agent@example.com',
      phone: '050 123 9999',
      agent: true,
      department: 'sales',
      order_capacity: 7,
      badge_code: 'BADGE-77881',
    });
    expect(user).toMatchObject({
      status: 'active',
      phone: '+971501239999',
      roles: ['agent'],
      must_change_password: true,
      agent: { active: true, department: { code: 'sales' }, order_capacity: 7, has_badge: true },
    });
    expect(audited('user.created', user.id)).toHaveLength(1);
    expect((await admin.get(`/api/admin/users/${user.id}`)).text).not.toMatch(/BADGE|temporary/);
    const client = await enter(user, temporary_password);
    expect((await client.get('/api/agent/orders')).status).toBe(200);
  });

  test('a manager makes agents and supervisors, nobody of the own rank (R-3)', async () => {
    for (const role of ['agent', 'senior_agent', 'supervisor'])
      expect((await add({ roles: [role] }, manager)).user.roles).toEqual([role]);
    for (const roles of [['manager'], ['admin'], ['agent', 'admin']]) {
      const reply = await manager.post('/api/admin/users', {
        username: 'too.high',
        name: 'Too High',
        roles,
      });
      expect(reply.status, reply.text).toBe(403);
    }
    expect(await find('too.high')).toBeUndefined();
    const { body } = await manager.get(`/api/admin/users/choices`);
    const offered = body.roles.map((role: Body) => role.code);
    expect(offered).toContain('supervisor');
    expect(offered).not.toContain('manager');
    expect(body.departments.map((one: Body) => one.code)).toContain('sales');
  });

  test('what is wrong is named', async () => {
    const bad = async (body: Body, status: number, field: string) => {
      const reply = await admin.post('/api/admin/users', {
        username: 'wrong.one',
        name: 'Wrong One',
        roles: ['agent'],
        ...body,
      });
      expect(reply.status, reply.text).toBe(status);
      expect(reply.text).toContain(field);
    };
    await bad({ username: 'AG001' }, 409, 'username');
    await bad({ roles: [] }, 422, 'roles');
    await bad({ roles: ['nobody'] }, 422, 'roles');
    await bad({ email: 'nowhere' }, 422, 'email');
    await bad({ phone: '12' }, 422, 'phone');
    await bad({ agent: true, department: 'nowhere' }, 422, 'department');
    await bad({ agent: true, team_id: 987654 }, 422, 'team_id');
    const [ofSales] = sql(
      server,
      "SELECT id FROM teams WHERE company_id = 1 AND slug = 'sales-dubai'",
    );
    await bad({ agent: true, department: 'support', team_id: Number(ofSales) }, 422, 'team_id');
    await bad({ agent: true, order_capacity: 1001 }, 422, 'order_capacity');
    expect(await find('wrong.one')).toBeUndefined();
  });
});

describe('changing somebody', () => {
  test('name, address and telephone; an old version is refused', async () => {
    const { user } = await add();
    const first = await admin.put(`/api/admin/users/${user.id}`, {
      name: 'Renamed Person',
      email: 'Renamed@example.com',
      language: 'ar',
      version: user.version,
    });
    expect(first.status, first.text).toBe(200);
    expect(first.body.user).toMatchObject({ name: 'Renamed Person', language: 'ar' });
    const second = await admin.put(`/api/admin/users/${user.id}`, {
      name: 'Late',
      version: user.version,
    });
    expect(second.status).toBe(409);
    const taken = await add();
    const clash = await admin.put(`/api/admin/users/${taken.user.id}`, {
      email: 'renamed@EXAMPLE.com',
    });
    expect(clash.status).toBe(409);
    expect(clash.text).toContain('email');
    const cleared = await admin.put(`/api/admin/users/${user.id}`, { email: '' });
    expect(cleared.body.user.email).toBeNull();
    const company = await admin.put(`/api/admin/users/${user.id}`, { language: 'company' });
    expect(company.body.user.language).toBeNull();
  });

  test('a badge is set, moved by nobody, and taken away', async () => {
    const one = (await add({ agent: true, badge_code: 'BADGE-1' })).user;
    const other = (await add({ agent: true })).user;
    const put = (user: Body, badge_code: string) =>
      admin.put(`/api/admin/users/${user.id}`, { badge_code });
    expect((await put(other, 'BADGE-1')).status).toBe(409);
    expect((await put(one, '')).body.user.agent.has_badge).toBe(false);
    expect((await put(other, 'BADGE-1')).body.user.agent.has_badge).toBe(true);
  });

  test('a manager touches neither administrators nor equals (R-3)', async () => {
    for (const username of ['admin', 'manager']) {
      const { id } = await find(username);
      const before = sql(server, `SELECT * FROM users WHERE company_id = 1 AND id = ${id}`);
      for (const body of [{ email: 'mine@example.com' }, { status: 'disabled' }, {}])
        expect((await manager.put(`/api/admin/users/${id}`, body)).status).toBe(403);
      expect((await manager.post(`/api/admin/users/${id}/password`)).status).toBe(403);
      expect((await manager.get(`/api/admin/users/${id}`)).status).toBe(403);
      expect(sql(server, `SELECT * FROM users WHERE company_id = 1 AND id = ${id}`)).toEqual(
        before,
      );
    }
    const { user } = await add({ roles: ['supervisor'] });
    const raised = await manager.put(`/api/admin/users/${user.id}`, { roles: ['manager'] });
    expect(raised.status).toBe(403);
    const level = await manager.put(`/api/admin/users/${user.id}`, {
      agent: true,
      level: 'manager',
    });
    expect(level.status).toBe(422);
    expect((await admin.get(`/api/admin/users/${user.id}`)).body.user.roles).toEqual([
      'supervisor',
    ]);
  });

  test('a new role acts on requests and sockets within a second (R-5)', async () => {
    const { user, temporary_password } = await add({ roles: ['supervisor'], agent: true });
    const client = await enter(user, temporary_password);
    expect((await client.get('/api/supervisor/reassign-requests')).status).toBe(200);
    const live = listen(client);
    await live.wait((m) => m.type === 'hello');
    const began = Date.now();
    const lowered = await admin.put(`/api/admin/users/${user.id}`, { roles: ['agent'] });
    expect(lowered.status, lowered.text).toBe(200);
    expect((await client.get('/api/supervisor/reassign-requests')).status).toBe(403);
    await live.closed;
    expect(Date.now() - began).toBeLessThan(1000);
    expect(audited('user.changed', user.id).at(-1)).toContain('"roles_before":["supervisor"]');
  });

  test('the last administrator stays one (R-4)', async () => {
    const { id } = await find('admin');
    for (const body of [{ roles: ['manager'] }, { status: 'disabled' }]) {
      const reply = await admin.put(`/api/admin/users/${id}`, body);
      expect(reply.status, reply.text).toBe(409);
    }
    expect(await find('admin')).toMatchObject({ status: 'active', roles: ['admin'] });
    const second = (await add({ roles: ['admin'] })).user;
    expect((await admin.put(`/api/admin/users/${second.id}`, { status: 'disabled' })).status).toBe(
      200,
    );
    // A disabled administrator is none.
    expect((await admin.put(`/api/admin/users/${id}`, { roles: ['manager'] })).status).toBe(409);
  });
});

describe('a temporary password', () => {
  test('opens once more and ends what was open', async () => {
    const { user, temporary_password } = await add();
    const client = await enter(user, temporary_password);
    const reply = await manager.post(`/api/admin/users/${user.id}/password`);
    expect(reply.status, reply.text).toBe(200);
    expect((await client.get('/api/auth/me')).status).toBe(401);
    const again = stranger(server);
    const login = await again.post('/api/auth/login', {
      username: user.username,
      password: reply.body.temporary_password,
      company: 'gulf',
    });
    expect(login.body.user.must_change_password).toBe(true);
    expect(audited('user.password_set', user.id)).toHaveLength(1);
  });
});

describe('taking somebody out of service', () => {
  async function working() {
    const { user, temporary_password } = await add({ agent: true, order_capacity: 50 });
    const client = await enter(user, temporary_password);
    const orders: number[] = [];
    for (let i = 0; i < 3; i++) {
      const made = await admin.post('/api/orders', {
        customer_name: 'Waiting Customer',
        customer_phone: '0501112223',
        product_name: 'Lamp',
        price: '10.00',
        address: 'Dubai',
      });
      expect(made.status, made.text).toBe(201);
      const { id } = made.body.order;
      orders.push(id);
      if (made.body.order.assigned_agent?.id === user.agent.id) continue;
      const given = await admin.post(`/api/agent/orders/${id}/reassign`, {
        agent_id: user.agent.code,
        reason: 'test',
      });
      expect(given.status, given.text).toBe(200);
    }
    return { user, client, orders };
  }
  const holders = (orders: number[]) =>
    sql(
      server,
      `SELECT COALESCE(assigned_agent_id, 0) FROM orders WHERE company_id = 1 AND id IN (${orders.join()})`,
    ).map(Number);

  test('ends sessions and gives open orders to the pool', async () => {
    const { user, client, orders } = await working();
    expect((await find(user.username)).agent.open_orders).toBe(3);
    const reply = await manager.put(`/api/admin/users/${user.id}`, { status: 'disabled' });
    expect(reply.status, reply.text).toBe(200);
    expect(reply.body).toMatchObject({
      orders_given_away: 3,
      user: { status: 'disabled', agent: { active: false, open_orders: 0 } },
    });
    expect(holders(orders)).toEqual([0, 0, 0]);
    expect((await client.get('/api/auth/me')).status).toBe(401);
    expect(audited('user.changed', user.id).at(-1)).toContain('"orders_given_away":3');
    const back = await manager.put(`/api/admin/users/${user.id}`, { status: 'active' });
    expect(back.body.user).toMatchObject({ status: 'active', agent: { active: true } });
  });

  test('or to a colleague; a wrong one changes nothing', async () => {
    const { user, orders } = await working();
    const { agent } = await find('AG002');
    for (const orders_to of ['AGT-999', user.agent.code]) {
      const reply = await manager.put(`/api/admin/users/${user.id}`, {
        status: 'disabled',
        orders_to,
      });
      expect(reply.status, reply.text).toBe(422);
      expect(reply.text).toContain('orders_to');
    }
    expect((await find(user.username)).status).toBe('active');
    const before = (await find('AG002')).agent.open_orders;
    const reply = await manager.put(`/api/admin/users/${user.id}`, {
      status: 'disabled',
      orders_to: agent.code,
    });
    expect(reply.status, reply.text).toBe(200);
    expect(holders(orders)).toEqual([agent.id, agent.id, agent.id]);
    expect((await find('AG002')).agent.open_orders).toBe(before + 3);
  });
});

describe('departments and teams (A-44, S2-API-10…13, IMP-MGR-01)', () => {
  test('a department is opened, changed by its version, and removed while empty', async () => {
    const made = await manager.post('/api/admin/departments', { code: 'export', name: 'Export' });
    expect(made.status, made.text).toBe(201);
    const { department } = made.body;
    expect(department).toMatchObject({ code: 'export', is_active: true, agents_count: 0 });
    const path = `/api/admin/departments/${department.id}`;
    const twice = await manager.post('/api/admin/departments', { code: 'export', name: 'Other' });
    expect(twice.status).toBe(409);
    const bad = await manager.post('/api/admin/departments', { code: 'Ex Port', name: 'Other' });
    expect(bad.status).toBe(422);
    const closed = await manager.put(path, { is_active: false, version: department.version });
    expect(closed.body.department).toMatchObject({ is_active: false, name: 'Export' });
    expect((await manager.put(path, { name: 'X', version: department.version })).status).toBe(409);
    const { departments } = (await manager.get('/api/admin/users/choices')).body;
    expect(departments.map((one: Body) => one.code)).not.toContain('export');
    expect((await manager.delete(path)).status).toBe(200);
    expect((await manager.delete(path)).status).toBe(404);
    expect(audited('department.removed', department.id)).toHaveLength(1);
  });

  test('a team belongs to a department that exists', async () => {
    const made = await manager.post('/api/teams', { name: 'Night shift', department: 'sales' });
    expect(made.status, made.text).toBe(201);
    const { team } = made.body;
    expect(team).toMatchObject({ slug: 'night-shift', department: { code: 'sales' } });
    const lost = await manager.put(`/api/teams/${team.id}`, { department: 'nowhere' });
    expect(lost.status).toBe(422);
    expect(lost.text).toContain('department');
    const moved = await manager.put(`/api/manager/teams/${team.id}`, {
      name: 'Late shift',
      department: '',
      version: team.version,
    });
    expect(moved.body.team).toMatchObject({ name: 'Late shift', department: null });
    expect((await manager.get(`/api/teams/${team.id}`)).body.team.name).toBe('Late shift');
    expect((await manager.delete(`/api/manager/teams/${team.id}`)).status).toBe(200);
  });

  test('teams are for everybody of the panels to read, for managers to change', async () => {
    const agent = await signIn(server, 'AG001');
    const list = await agent.get('/api/teams');
    expect(list.body.data).toEqual(list.body.teams);
    expect((await agent.post('/api/teams', { name: 'Mine' })).status).toBe(403);
    expect((await manager.get('/api/manager/teams')).body.teams).toEqual(list.body.teams);
    const made = await manager.post('/api/manager/teams', { name: 'صباح' });
    expect(made.body.team.slug).toMatch(/^team-\d+$/);
  });

  test('a department that has members stays, and says who they are', async () => {
    const made = await manager.post('/api/teams', { name: 'Full', department: 'support' });
    const { team } = made.body;
    const { departments } = (await manager.get('/api/admin/departments')).body;
    const support = departments.find((one: Body) => one.code === 'support');
    const refused = await manager.delete(`/api/admin/departments/${support.id}`);
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('Full');
    expect((await manager.get(`/api/teams/${team.id}`)).status).toBe(200);
  });

  test('a team says what it is for and who is in it (IMP-EXT-02)', async () => {
    const made = await manager.post('/api/teams', {
      name: 'Ramadan nights',
      description: 'After iftar',
      color: '#0B6670',
    });
    expect(made.status, made.text).toBe(201);
    const { team } = made.body;
    expect(team).toMatchObject({ description: 'After iftar', color: '#0B6670' });
    const path = `/api/teams/${team.id}`;
    for (const color of ['red', '#12345', '#gggggg', '#1234567']) {
      const refused = await manager.put(path, { color });
      expect(refused.status, color).toBe(422);
      expect(refused.text).toContain('color');
    }
    const plain = await manager.put(path, { color: '', description: '' });
    expect(plain.body.team).toMatchObject({ color: null, description: null, name: team.name });
    await add({ name: 'Nadia Member', agent: true, team_id: team.id });
    const agent = await signIn(server, 'AG001');
    const members = await agent.get(`${path}/members`);
    expect(members.status, members.text).toBe(200);
    expect(members.body.agents.map((one: Body) => one.name)).toEqual(['Nadia Member']);
    expect(members.body.agents[0].team).toMatchObject({ id: team.id });
    expect((await agent.get('/api/teams/999999/members')).status).toBe(404);
  });

  test('who was in a removed team is in none, and so is its phone (IMP-EXT-02)', async () => {
    const { team } = (await manager.post('/api/teams', { name: 'Short-lived' })).body;
    const added = await add({ name: 'Left Alone', agent: true, team_id: team.id });
    const phone = await manager.post('/api/extensions', { extension: '7391', team_id: team.id });
    expect(phone.status, phone.text).toBe(201);
    expect((await manager.delete(`/api/teams/${team.id}`)).status).toBe(200);
    expect((await manager.get(`/api/teams/${team.id}`)).status).toBe(404);
    const person = await manager.get(`/api/admin/users/${added.user.id}`);
    expect(person.body.user.agent.team).toBeNull();
    const rung = await manager.get(`/api/extensions/${phone.body.data.id}`);
    expect(rung.body.data.team_id).toBeNull();
    expect(audited('team.removed', team.id)).toHaveLength(1);
  });
});

describe('agents and supervisors, as managers call them (IMP-MGR-01)', () => {
  test('each list has its own kind, and nobody of the other is found in it', async () => {
    const agents = (await manager.get('/api/manager/agents?limit=500')).body.users;
    const supervisors = (await manager.get('/api/manager/supervisors?limit=500')).body.users;
    expect(agents.length).toBeGreaterThan(2);
    expect(supervisors.length).toBeGreaterThan(0);
    for (const user of agents) expect(['agent', 'senior']).toContain(user.agent.level);
    for (const user of supervisors) expect(user.agent.level).toBe('supervisor');
    const { code } = supervisors[0].agent;
    expect((await manager.put(`/api/manager/agents/${code}`, { name: 'X' })).status).toBe(404);
    const owner = await find('admin');
    expect((await manager.put(`/api/manager/agents/${owner.id}`, {})).status).toBeGreaterThan(402);
  });

  test('one is added, changed by the code, and taken out of service', async () => {
    for (const [kind, role] of [
      ['agents', 'agent'],
      ['supervisors', 'supervisor'],
    ]) {
      const name = `kind.${role}`;
      const path = kind === 'agents' ? '/api/manager/agents' : '/api/manager/supervisors';
      const made = await manager.post(path, { username: name, name });
      expect(made.status, made.text).toBe(201);
      expect(made.body.user).toMatchObject({ roles: [role], agent: { level: role } });
      const { code } = made.body.user.agent;
      const put =
        kind === 'agents' ? `/api/manager/agents/${code}` : `/api/manager/supervisors/${code}`;
      const changed = await manager.put(put, { name: 'Other Name' });
      expect(changed.body.user.name).toBe('Other Name');
      expect((await manager.delete(put)).body.user.status).toBe('disabled');
    }
  });
});

describe('the names that consoles ask for (IMP-ADM-01)', () => {
  test('/api/users: added, read, changed, and taken out of service', async () => {
    const made = await manager.post('/api/users', {
      username: 'console.user',
      name: 'Console',
      roles: ['agent'],
    });
    expect(made.status, made.text).toBe(201);
    const path = `/api/users/${made.body.user.id}`;
    expect((await manager.get(path)).body.user.username).toBe('console.user');
    expect((await manager.put(path, { name: 'Other' })).body.user.name).toBe('Other');
    expect((await manager.delete(path)).body.user).toMatchObject({
      name: 'Other',
      status: 'disabled',
    });
    const { users } = (await manager.get('/api/users?limit=500')).body;
    expect(users.map((user: Body) => user.id)).toContain(made.body.user.id);
  });

  test('/api/settings is the company, changed by those who may', async () => {
    const { company } = (await manager.get('/api/settings')).body;
    expect(company).toEqual((await manager.get('/api/company')).body.company);
    const put = { it_support_ext: '7711', version: company.version };
    expect((await manager.put('/api/settings', put)).body.company.it_support_ext).toBe('7711');
    expect((await manager.put('/api/settings', put)).status).toBe(409);
  });
});
