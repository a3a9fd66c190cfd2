/* Signing in, staying signed in, being thrown out (S0-AUTH, S1-AUTH, S3-AUTH, A-15…A-21, IMP-AUTH). */
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, signIn, stranger } from '../support/client.ts';
import { changeRows, sql } from '../support/database.ts';
import { password } from '../support/paths.ts';
import { type Server, startServer } from '../support/server.ts';
import { listen } from '../support/socket.ts';

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

function base64url(value: object | Buffer): string {
  const bytes = Buffer.isBuffer(value) ? value : Buffer.from(JSON.stringify(value));
  return bytes.toString('base64url');
}

describe('login', () => {
  test('answers the superset that every kind of client reads', async () => {
    const reply = await stranger(server).post('/api/agent/auth/login', {
      agent_id: 'AG001',
      password,
      company: 'gulf',
      workstation_id: 'WS-001',
    });
    expect(reply.status, reply.text).toBe(200);
    const { body } = reply;
    expect(body.success).toBe(true);
    expect(body.token).toBe(body.access_token);
    expect(body.token_type).toBe('Bearer');
    expect(body.expires_in).toBeGreaterThan(0);
    expect(body.refresh_token).toBeTruthy();
    expect(body.user.role).toBe('agent');
    expect(body.user.cc_role).toBe('agent');
    expect(body.user.permissions).toContain('orders.read');
    expect(body.agent.agent_id).toBe('AGT-001');
    expect(body.agent.alias).toBe('AG001');
    expect(body.agent.name).toBe('Sarah Al-Mansouri');
    expect(body.agent.status).toBe('available');
    const cookies = reply.headers.getSetCookie();
    expect(cookies.find((c) => c.startsWith('hatif_session='))).toMatch(
      /HttpOnly.*SameSite=Lax|SameSite=Lax.*HttpOnly/i,
    );
    expect(cookies.find((c) => c.startsWith('XSRF-TOKEN='))).not.toMatch(/HttpOnly/i);
    const [row] = sql(
      server,
      "SELECT workstation_id, status, logout_time IS NULL FROM agent_sessions WHERE workstation_id = 'WS-001'",
    );
    expect(row?.replace(/t$/, '1')).toBe('WS-001|available|1');
  });

  test.each(['AG001', 'ag001', 'AG1', 'AGT-001', 'agt-001', 'AGT-1'])(
    'knows the agent by %s',
    async (agent_id) => {
      const reply = await stranger(server).post('/api/agent/auth/login', {
        agent_id,
        password,
        company: 'gulf',
      });
      expect(reply.status, reply.text).toBe(200);
      expect(reply.body.agent.agent_id).toBe('AGT-001');
    },
  );

  test('the same user name in two companies: the company decides', async () => {
    const gulf = await signIn(server, 'admin', 'gulf');
    const homes = await signIn(server, 'admin', 'homes');
    expect(gulf.login.user.company_id).not.toBe(homes.login.user.company_id);
    const unsaid = await stranger(server).post('/api/auth/login', { username: 'admin', password });
    expect(unsaid.status).toBe(401);
    expect(unsaid.body.code).toBe('company_required');
    expect(unsaid.body.errors.company).toEqual([
      'This name exists in more than one company. Name yours.',
    ]);
  });

  test('parameters in the query string work as in the body (A-22)', async () => {
    const reply = await stranger(server).post(
      `/api/auth/login?username=manager&company=gulf&password=${encodeURIComponent(password)}`,
    );
    expect(reply.status, reply.text).toBe(200);
  });

  test.each([
    ['a wrong password', { username: 'AG001', password: 'wrong-password-1', company: 'gulf' }],
    ['an unknown user', { username: 'nobody', password, company: 'gulf' }],
    ['an unknown company', { username: 'AG001', password, company: 'nowhere' }],
    ['the other company', { username: 'AG002', password, company: 'homes' }],
  ])('%s: 401 with one and the same text', async (_name, body) => {
    const reply = await stranger(server).post('/api/auth/login', body);
    expect(reply.status).toBe(401);
    expect(reply.body.code).toBe('login');
    const other = await stranger(server).post('/api/auth/login', { username: 'x', password: 'y' });
    expect(reply.body.error).toBe(other.body.error);
  });

  test('a stored hash is no password', async () => {
    const [hash] = sql(
      server,
      "SELECT password_hash FROM users WHERE username_key = 'supervisor' LIMIT 1",
    );
    const reply = await stranger(server).post('/api/auth/login', {
      username: 'supervisor',
      password: hash,
      company: 'gulf',
    });
    expect(reply.status).toBe(401);
  });

  test.each([
    'x-remote-user',
    'x-forwarded-user',
    'x-on-behalf-of',
    'x-user-id',
    'x-authenticated-user',
  ])('%s of a client makes nobody of it (A-24)', async (header) => {
    const as = (client: Client) => client.get('/api/auth/me', { headers: { [header]: 'admin' } });
    expect((await as(stranger(server))).status).toBe(401);
    expect((await as(await signIn(server, 'AG001'))).body.user.username).toBe('AG001');
  });

  test('a missing password is refused by name', async () => {
    const reply = await stranger(server).post('/api/auth/login', { username: 'AG001' });
    expect(reply.status).toBe(422);
    expect(reply.body.errors).toHaveProperty('password');
  });

  test('role words of the portal (A-15)', async () => {
    const expected: [string, string, string, string | null][] = [
      ['admin', 'gulf', 'admin', 'manager'],
      ['manager', 'gulf', 'support_manager', 'manager'],
      ['supervisor', 'gulf', 'support_manager', 'supervisor'],
      ['AG002', 'gulf', 'agent', 'agent'],
      ['sales', 'homes', 'sales_manager', null],
      ['support', 'homes', 'support_manager', null],
    ];
    for (const [username, company, role] of expected) {
      const client = await signIn(server, username, company);
      expect(client.login.user.role, username).toBe(role);
    }
  });
});

describe('tokens', () => {
  let agent: Client;
  beforeAll(async () => {
    agent = await signIn(server, 'AG003');
  });

  const forged: [string, (token: string) => string][] = [
    ['alg none', (t) => `${base64url({ alg: 'none', typ: 'JWT' })}.${t.split('.')[1]}.`],
    [
      'alg None with the old signature',
      (t) => `${base64url({ alg: 'None' })}.${t.split('.')[1]}.${t.split('.')[2]}`,
    ],
    ['an empty signature', (t) => `${t.split('.').slice(0, 2).join('.')}.`],
    [
      'another key',
      (t) => {
        const head = t.split('.').slice(0, 2).join('.');
        return `${head}.${base64url(createHmac('sha256', 'hatif').update(head).digest())}`;
      },
    ],
    [
      'another company in the claims',
      (t) => {
        const claims = JSON.parse(Buffer.from(t.split('.')[1]!, 'base64url').toString());
        for (const key of Object.keys(claims)) if (claims[key] === 1) claims[key] = 2;
        return `${t.split('.')[0]}.${base64url(claims)}.${t.split('.')[2]}`;
      },
    ],
    [
      'kid of a file',
      (t) =>
        `${base64url({ alg: 'HS256', kid: '../../dev/null' })}.${t.split('.')[1]}.${t.split('.')[2]}`,
    ],
    ['nothing', () => ''],
    ['rubbish', () => 'a.b.c'],
    ['two megabytes', () => 'x'.repeat(6000)],
  ];
  test.each(forged)('%s: 401', async (_name, forge) => {
    const reply = await stranger(server).get('/api/auth/me', {
      headers: { authorization: `Bearer ${forge(agent.token)}` },
    });
    expect(reply.status).toBe(401);
  });

  test('a refresh token is no access token', async () => {
    const reply = await stranger(server).get('/api/auth/me', {
      headers: { authorization: `Bearer ${agent.login.refresh_token}` },
    });
    expect(reply.status).toBe(401);
  });

  test('a token in the query string of the API is not looked at', async () => {
    const reply = await stranger(server).get(`/api/auth/me?token=${agent.token}`);
    expect(reply.status).toBe(401);
  });

  test('logout ends the session at once, on the API and on sockets', async () => {
    const client = await signIn(server, 'AG004');
    const live = listen(client);
    await live.wait((m) => m.type === 'hello');
    expect((await client.post('/api/agent/auth/logout')).status).toBe(200);
    expect((await client.get('/api/auth/me')).status).toBe(401);
    expect((await live.closed).code).toBe(4401);
    const [open] = sql(
      server,
      'SELECT COUNT(*) FROM agent_sessions s JOIN agents a ON a.company_id = s.company_id AND a.id = s.agent_id WHERE a.agent_no = 4 AND s.company_id = 1 AND s.logout_time IS NULL',
    );
    expect(open).toBe('0');
  });
});

describe('refresh', () => {
  const refresh = (token: string, path = '/api/agent/auth/refresh') =>
    stranger(server).post(path, { refresh_token: token });

  test('rotates; the old one within seconds gives the same pair; much later it is theft', async () => {
    const client = await signIn(server, 'AG005');
    const first = await refresh(client.login.refresh_token);
    expect(first.status, first.text).toBe(200);
    expect(first.body.refresh_token).not.toBe(client.login.refresh_token);
    const twin = await refresh(client.login.refresh_token);
    expect(twin.status).toBe(200);
    expect(twin.body.refresh_token).toBe(first.body.refresh_token);
    const second = await refresh(first.body.refresh_token);
    expect(second.status).toBe(200);
    const reuse = await refresh(client.login.refresh_token);
    expect(reuse.status).toBe(401);
    expect((await refresh(second.body.refresh_token)).status).toBe(401);
    const me = await stranger(server).get('/api/auth/me', {
      headers: { authorization: `Bearer ${second.body.token}` },
    });
    expect(me.status).toBe(401);
  });

  test.each(['', ' ', 'null', '0', 'x'.repeat(5000)])('refuses %j', async (token) => {
    expect([401, 422]).toContain((await refresh(token)).status);
  });

  test('a token in the address is refused: addresses are kept in logs (A-11)', async () => {
    const client = await signIn(server, 'AG006');
    const token = encodeURIComponent(client.login.refresh_token);
    const reply = await stranger(server).post(`/api/agent/auth/refresh?refresh_token=${token}`);
    expect(reply.status).toBe(422);
    expect(reply.body.errors).toHaveProperty('refresh_token');
    expect((await refresh(client.login.refresh_token)).status).toBe(200);
  });

  test('outlives a crash of the server', async () => {
    const client = await signIn(server, 'AG006');
    await server.crash();
    expect((await client.get('/api/auth/me')).status).toBe(200);
    expect((await refresh(client.login.refresh_token)).status).toBe(200);
  });
});

describe('cookies', () => {
  async function cookieLogin() {
    const reply = await stranger(server).post('/api/auth/login', {
      username: 'AG007',
      password,
      company: 'gulf',
    });
    const jar = reply.headers.getSetCookie().map((cookie) => cookie.split(';')[0]!);
    const xsrf = decodeURIComponent(jar.find((c) => c.startsWith('XSRF-TOKEN='))!.split('=')[1]!);
    return { cookie: jar.join('; '), xsrf };
  }

  test('reading needs the cookie alone, writing the CSRF header too', async () => {
    const { cookie, xsrf } = await cookieLogin();
    const caller = stranger(server);
    expect((await caller.get('/api/auth/me', { headers: { cookie } })).status).toBe(200);
    const write = (headers: Record<string, string>) =>
      caller.put('/api/agent/auth/status', { status: 'busy' }, { headers: { cookie, ...headers } });
    expect((await write({})).status).toBe(403);
    expect((await write({ 'x-xsrf-token': 'wrong' })).status).toBe(403);
    const other = await cookieLogin();
    expect((await write({ 'x-xsrf-token': other.xsrf })).status).toBe(403);
    expect((await write({ 'x-xsrf-token': xsrf })).status).toBe(200);
  });

  test('a session that was there before the login is not taken over (A-12)', async () => {
    const planted = 'hatif_session=planted; XSRF-TOKEN=planted';
    const reply = await stranger(server).post(
      '/api/auth/login',
      { username: 'AG007', password, company: 'gulf' },
      { headers: { cookie: planted } },
    );
    expect(reply.status).toBe(200);
    for (const cookie of reply.headers.getSetCookie()) expect(cookie).not.toContain('planted');
    const before = await cookieLogin();
    const after = await cookieLogin();
    expect(after.cookie).not.toBe(before.cookie);
    expect(after.xsrf).not.toBe(before.xsrf);
  });

  test('a cross-site form cannot write', async () => {
    const { cookie } = await cookieLogin();
    const reply = await stranger(server).call('POST', '/api/agent/auth/logout', {
      headers: { cookie, origin: 'https://evil.example', 'content-type': 'text/plain' },
      body: '{"x":1}',
    });
    expect(reply.status).toBe(403);
    expect((await stranger(server).get('/api/auth/me', { headers: { cookie } })).status).toBe(200);
  });
});

describe('presence', () => {
  test.each([
    ['available', 'available', 'available'],
    ['busy', 'busy', 'busy'],
    ['break', 'break', 'on_break'],
    ['on_break', 'break', 'on_break'],
    ['dnd', 'busy', 'dnd'],
    ['in_meeting', 'busy', 'in_meeting'],
    ['on_leave', 'offline', 'on_leave'],
    ['online', 'available', 'available'],
  ])('%s is %s for this surface and %s in truth', async (sent, status, presence) => {
    const agent = await signIn(server, 'AG008');
    const reply = await agent.put('/api/agent/auth/status', { status: sent, concurrent_orders: 5 });
    expect(reply.status, reply.text).toBe(200);
    expect(reply.body).toMatchObject({ status, presence, concurrent_orders: 5 });
  });

  test('a colleague sees it live', async () => {
    const watcher = await signIn(server, 'supervisor');
    const live = listen(watcher);
    await live.wait((m) => m.type === 'hello');
    const agent = await signIn(server, 'AG001');
    await agent.put('/api/agent/auth/status', { status: 'break' });
    const event = await live.wait(
      (m) => m.type === 'agent:status_changed' && m.data.presence === 'on_break',
    );
    expect(event.data).toMatchObject({ agent_id: 'AGT-001', status: 'on_break' });
    live.close();
  });

  test.each(['', 'asleep', 7, null, ['busy']])('refuses %j by name', async (status) => {
    const agent = await signIn(server, 'AG001');
    const reply = await agent.put('/api/agent/auth/status', { status });
    expect(reply.status).toBe(422);
    expect(reply.body.errors).toHaveProperty('status');
  });
});

describe('passwords', () => {
  test('a forgotten one becomes a request that a manager resolves once', async () => {
    const answer = await stranger(server).post('/api/agent/auth/forgot-password', {
      agent_id: 'AG002',
      company: 'gulf',
    });
    const unknown = await stranger(server).post('/api/agent/auth/forgot-password', {
      agent_id: 'AG999',
      company: 'gulf',
    });
    expect(answer.status).toBe(200);
    expect(unknown.body.message).toBe(answer.body.message);
    const manager = await signIn(server, 'manager');
    const open = await manager.get('/api/admin/password-requests?status=open');
    const request = open.body.password_requests.find(
      (r: { agent: { code: string } }) => r.agent?.code === 'AGT-002',
    );
    expect(request).toBeTruthy();
    const agent = await signIn(server, 'AG001');
    expect((await agent.get('/api/admin/password-requests')).status).toBe(403);
    const resolved = await manager.post(`/api/admin/password-requests/${request.id}/resolve`, {
      action: 'resolved',
    });
    expect(resolved.status, resolved.text).toBe(200);
    const again = await manager.post(`/api/admin/password-requests/${request.id}/resolve`, {
      action: 'resolved',
    });
    expect(again.status).toBe(409);
    const temporary = resolved.body.temporary_password;
    const enter = () =>
      stranger(server).post('/api/agent/auth/login', {
        agent_id: 'AG002',
        password: temporary,
        company: 'gulf',
      });
    // It works for as long as the company says.
    const of =
      'company_id = 1 AND id = (SELECT user_id FROM agents WHERE company_id = 1 AND agent_no = 2)';
    const [until] = sql(server, `SELECT password_until_us FROM users WHERE ${of}`);
    expect(Math.round((Number(until) / 1000 - Date.now()) / 3_600_000)).toBe(72);
    changeRows(server, `UPDATE users SET password_until_us = 1 WHERE ${of};`);
    const late = await enter();
    expect(late.status).toBe(401);
    expect(late.body.code).toBe('password_expired');
    changeRows(server, `UPDATE users SET password_until_us = ${until} WHERE ${of};`);
    const login = await enter();
    expect(login.status, login.text).toBe(200);
    expect(login.body.user.must_change_password).toBe(true);
    const headers = { authorization: `Bearer ${login.body.token}` };
    expect((await stranger(server).get('/api/agent/orders', { headers })).status).toBe(403);
    const changed = await stranger(server).post(
      '/api/auth/change-password',
      { current_password: temporary, password: 'a-fresh-one-2026' },
      { headers },
    );
    expect(changed.status, changed.text).toBe(200);
    expect(sql(server, `SELECT COUNT(password_until_us) FROM users WHERE ${of}`)).toEqual(['0']);
    const old = await stranger(server).post('/api/agent/auth/login', {
      agent_id: 'AG002',
      password,
      company: 'gulf',
    });
    expect(old.status).toBe(401);
  });

  test('e-mail reset answers alike for everyone, and no token opens nothing', async () => {
    const known = await stranger(server).post('/api/auth/forgot-password', {
      email: 'admin@gulf.example.com',
      company: 'gulf',
    });
    const unknown = await stranger(server).post('/api/auth/forgot-password', {
      email: 'no@nowhere.example',
      company: 'gulf',
    });
    expect(known.status).toBe(unknown.status);
    expect(known.body.message).toBe(unknown.body.message);
    for (const token of ['', ' ', 'null', '0', '\u0000'.repeat(3), 'x'.repeat(64)]) {
      const reply = await stranger(server).post('/api/auth/reset-password', {
        token,
        password: 'a-fresh-one-2026',
      });
      expect([400, 404, 422], JSON.stringify(token)).toContain(reply.status);
    }
  });

  test.each([
    ['short', 'abc12'],
    ['common', 'password123'],
    ['the user name', 'supervisor'],
    ['the name of the company', 'gulf-commerce'],
    ['seven characters', 'abc12-x'],
    ['longer than 128', 'x'.repeat(129)],
  ])('a new one that is %s is refused by name', async (_name, fresh) => {
    const client = await signIn(server, 'supervisor');
    const reply = await client.post('/api/auth/change-password', {
      current_password: password,
      password: fresh,
    });
    expect(reply.status).toBe(422);
    expect(reply.body.errors).toHaveProperty('password');
  });

  test.each([
    ['a sentence with blanks', 'the train leaves at nine, my friend'],
    ['letters of any script', 'قطار التاسعة صباحا 🚂🚂'],
    ['128 characters', 'horse-battery-9.'.repeat(8)],
  ])('%s is a good one, to the letter', async (_name, fresh) => {
    const client = await signIn(server, 'AG008');
    const change = (current_password: string, next: string) =>
      client.post('/api/auth/change-password', { current_password, password: next });
    expect((await change(password, fresh)).status).toBe(200);
    const login = (tried: string) =>
      stranger(server).post('/api/auth/login', {
        username: 'AG008',
        password: tried,
        company: 'gulf',
      });
    expect((await login(fresh)).status).toBe(200);
    expect((await login([...fresh].slice(0, -1).join(''))).status).toBe(401);
    expect((await login(` ${fresh}`)).status).toBe(401);
    expect((await change(fresh, password)).status).toBe(200);
  });

  test('a NUL does not end a password early (A-7)', async () => {
    const reply = await stranger(server).post('/api/auth/login', {
      username: 'AG008',
      password: `${password}\u0000x`,
      company: 'gulf',
    });
    expect([400, 401, 422]).toContain(reply.status);
  });

  test('changing needs the current one', async () => {
    const client = await signIn(server, 'supervisor');
    const reply = await client.post('/api/auth/change-password', {
      current_password: 'not-it-at-all',
      password: 'a-fresh-one-2026',
    });
    expect([401, 403, 422]).toContain(reply.status);
  });
});

describe('badge', () => {
  test('guessing is refused, and nothing tells which badge exists', async () => {
    const replies = [];
    for (let i = 0; i < 5; i++)
      replies.push(
        await stranger(server).post('/api/agent/auth/badge', {
          badge_code: `00000${i}`,
          company: 'gulf',
        }),
      );
    for (const reply of replies) {
      expect(reply.status).toBe(401);
      expect(reply.body.error).toBe(replies[0]!.body.error);
    }
  });
});

describe('lockout', () => {
  test('ten failures block the account from this address, and say until when', async () => {
    let last = await stranger(server).post('/api/auth/login', {
      username: 'sales',
      password: 'wrong-1',
      company: 'homes',
    });
    for (let i = 0; i < 12 && last.status === 401; i++)
      last = await stranger(server).post('/api/auth/login', {
        username: 'sales',
        password: `wrong-${i}`,
        company: 'homes',
      });
    expect(last.status).toBe(429);
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
    const right = await stranger(server).post('/api/auth/login', {
      username: 'sales',
      password,
      company: 'homes',
    });
    expect(right.status).toBe(429);
    const other = await stranger(server).post('/api/auth/login', {
      username: 'support',
      password,
      company: 'homes',
    });
    expect(other.status).toBe(200);
  });
});

describe('own things', () => {
  test('me, devices, preferences, colleagues, branding', async () => {
    const client = await signIn(server, 'AG001');
    expect((await client.get('/api/auth/me')).body.user.username).toBe('AG001');
    expect((await client.get('/api/agent/auth/me')).body.agent.agent_id).toBe('AGT-001');
    const remembered = await stranger(server).post('/api/auth/login', {
      username: 'AG001',
      password,
      company: 'gulf',
      remember: true,
    });
    expect(remembered.headers.getSetCookie().some((c) => c.startsWith('hatif_refresh='))).toBe(
      true,
    );
    const devices = await client.get('/api/agent/auth/devices');
    expect(devices.body.devices.length).toBeGreaterThan(0);
    const gone = await client.delete(`/api/agent/auth/devices/${devices.body.devices[0].id}`);
    expect(gone.status, gone.text).toBe(200);
    const dead = await stranger(server).post('/api/agent/auth/refresh', {
      refresh_token: remembered.body.refresh_token,
    });
    expect(dead.status).toBe(401);
    const saved = await client.put('/api/me/preferences', {
      preferences: { theme: 'dark', language: 'ar' },
    });
    expect(saved.status, saved.text).toBe(200);
    expect((await client.get('/api/me/preferences')).body.preferences).toMatchObject({
      theme: 'dark',
    });
    const team = await client.get('/api/team/members');
    expect(team.body.agents).toEqual(team.body.data);
    const branding = await stranger(server).get('/api/branding?company=gulf');
    expect(branding.body.company).toMatchObject({
      code: 'gulf',
      it_support_ext: '2200',
      help_desk_ext: '2100',
    });
    const unknown = await stranger(server).get('/api/branding?company=nowhere');
    expect(unknown.body.company).toBeNull();
    expect((await client.get('/api/company')).status).toBe(200);
    expect((await client.put('/api/company', { name: 'Mine', version: 1 })).status).toBe(403);
    expect((await stranger(server).post('/api/setup', { token: 'x' })).status).toBe(404);
    expect((await stranger(server).post('/api/auth/logout')).status).toBe(401);
  });
});
