/* Settings of the company, and a row of the audit log for whatever the administration writes (IMP-TEN-01, IMP-NFR-03). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Body, type Client, signIn, stranger } from '../support/client.ts';
import { lastAudit, sql } from '../support/database.ts';
import { password, root } from '../support/paths.ts';
import { startProvider } from '../support/provider.ts';
import { type Server, startServer } from '../support/server.ts';
import { listen } from '../support/socket.ts';

let server: Server;
let admin: Client;
let agent: Client;
beforeAll(async () => {
  server = await startServer({ flags: ['--fetch-allow', '127.0.0.1'] });
  admin = await signIn(server, 'admin');
  agent = await signIn(server, 'AG001');
});
afterAll(() => server.stop());

describe('settings of the company', () => {
  test('a change is told, counts at once, and leaves what was before', async () => {
    const live = listen(agent);
    await live.wait((message) => message.type === 'hello');
    const { company } = (await admin.get('/api/company')).body;
    const put = (body: Body) => admin.put('/api/company', body);
    const changed = await put({ it_support_ext: '7700', version: company.version });
    expect(changed.status, changed.text).toBe(200);
    const next = listen(agent, live.messages[0].seq);
    await next.wait((message) => message.type === 'account:changed');
    live.close();
    next.close();
    expect((await agent.get('/api/auth/me')).body.company.it_support_ext).toBe('7700');
    const stale = await put({ it_support_ext: '1', version: company.version });
    expect(stale.status).toBe(409);
    expect(stale.body.current.it_support_ext).toBe('7700');
    expect(lastAudit(server, 'company.changed')).toMatchObject({
      before: { it_support_ext: company.it_support_ext },
      after: { it_support_ext: '7700' },
    });
    await put({ it_support_ext: company.it_support_ext });
  });
});

test('a theme for whoever has not chosen one is shown before and after the login (S1-UI-05)', async () => {
  const { company } = (await admin.get('/api/company')).body;
  expect(company.theme).toBe('system');
  const changed = await admin.put('/api/company', { theme: 'dark', version: company.version });
  expect(changed.body.company.theme).toBe('dark');
  expect((await agent.get('/api/auth/me')).body.company.theme).toBe('dark');
  const branding = await agent.get(`/api/branding?company=${company.code}`);
  expect(branding.body.company.theme).toBe('dark');
  const wrong = await admin.put('/api/company', { theme: 'pink' });
  expect(wrong.status).toBe(422);
  expect(wrong.text).toContain('"theme"');
  await admin.put('/api/company', { theme: 'system' });
});

describe('every writing route of the administration and of supervisors leaves a row', () => {
  const document: Body = JSON.parse(readFileSync(join(root, 'api/openapi.json'), 'utf8'));
  const writing = Object.entries<Body>(document.paths)
    .filter(([path]) => /^\/api\/(admin|manager|supervisor|company)(\/|$)/.test(path))
    .flatMap(([path, item]) =>
      ['post', 'put', 'patch', 'delete']
        .filter((verb) => item[verb])
        .map((verb) => `${verb} ${path}`),
    );

  /** Each does what its route is for, and answers with the status. */
  const doings: Record<string, () => Promise<{ status: number; text: string }>> = {};
  const rows = () => Number(sql(server, 'SELECT MAX(id) FROM audit_log WHERE company_id = 1')[0]);
  let made = 0;
  const name = () => `only-${++made}`;
  const id = async (path: string, body: Body, key: string): Promise<number> => {
    const reply = await admin.post(path, body);
    expect(reply.status, `${path}: ${reply.text}`).toBeLessThan(300);
    return reply.body[key].id;
  };
  const user = () =>
    id(
      '/api/admin/users',
      { username: name(), name: 'Only', roles: ['agent'], agent: true },
      'user',
    );
  const supervisor = () =>
    id(
      '/api/admin/users',
      { username: name(), name: 'Only', roles: ['supervisor'], agent: true, level: 'supervisor' },
      'user',
    );
  const team = () => id('/api/teams', { name: name() }, 'team');
  const department = () =>
    id('/api/admin/departments', { code: name(), name: 'Only' }, 'department');
  const courier = () => id('/api/admin/couriers', { name: name(), adapter: 'none' }, 'courier');
  const sms = {
    channel: 'sms',
    kind: 'http',
    name: 'gateway',
    settings: { url: 'https://sms.example.com/' },
  };
  const provider = () => id('/api/admin/message-providers', sms, 'provider');
  const role = () => id('/api/admin/roles', { name: name(), permissions: ['orders.read'] }, 'role');
  const key = () =>
    id('/api/admin/api-keys', { name: name(), permissions: ['orders.read'] }, 'api_key');
  const announcement = () => id('/api/admin/announcements', { title: name() }, 'announcement');
  const level = () => id('/api/manager/sla', { name: name(), response_minutes: 60 }, 'policy');
  const hook = (url = 'https://hooks.example.com/') =>
    id('/api/admin/webhooks', { name: name(), url, events: ['order:created'] }, 'webhook');

  const order = async (): Promise<number> =>
    (
      await admin.post('/api/orders', {
        customer_name: 'Only',
        customer_phone: '0501234599',
        product_name: 'Lamp',
        price: '10.00',
        address: 'x',
        area: 'y',
        agent_id: 'AG001',
      })
    ).body.order.id;
  const asked = async () => {
    const changes = { address: `Street ${++made}` };
    const reply = await agent.post(`/api/agent/orders/${await order()}/modifications`, {
      changes,
      reason: 'asked',
    });
    expect(reply.status, reply.text).toBeLessThan(300);
    return reply.body.modification.id;
  };
  /** Apart from each other, far ahead, where the demo has none. */
  const shift = () => {
    const at = Date.now() + (100 + ++made) * 86_400_000;
    return {
      agent_id: 'AG001',
      kind: 'shift',
      starts_at: new Date(at).toISOString(),
      ends_at: new Date(at + 3_600_000).toISOString(),
    };
  };
  const planned = () => id('/api/supervisor/schedules', shift(), 'schedule');

  Object.assign(doings, {
    'put /api/supervisor/availability': () =>
      admin.put('/api/supervisor/availability', { agent_id: 'AG002', status: 'dnd' }),
    'patch /api/supervisor/escalations/{id}': async () => {
      const raise = { level: 'supervisor', reason: 'The parcel is broken' };
      const raised = await agent.post(`/api/agent/orders/${await order()}/escalate`, raise);
      expect(raised.status, raised.text).toBe(201);
      return admin.patch(`/api/supervisor/escalations/${raised.body.escalation.id}`, {
        action: 'resolve',
        resolution: 'A new one is on its way',
      });
    },
    'post /api/supervisor/inquiries/reassign': async () => {
      const at = new Date(Date.now() + 7_200_000).toISOString();
      const wanted = { order_id: await order(), callback_at: at };
      const { callback } = (await agent.post('/api/agent/callbacks', wanted)).body;
      return admin.post('/api/supervisor/inquiries/reassign', {
        callback_ids: [callback.id],
        to_agent_id: 'AG002',
        reason: 'away',
      });
    },
    'patch /api/supervisor/modifications/{id}/approve': async () =>
      admin.patch(`/api/supervisor/modifications/${await asked()}/approve`, {}),
    'patch /api/supervisor/modifications/{id}/reject': async () =>
      admin.patch(`/api/supervisor/modifications/${await asked()}/reject`, { reason: 'no' }),
    'post /api/supervisor/orders/reassign': async () =>
      admin.post('/api/supervisor/orders/reassign', {
        order_ids: [await order()],
        to_agent_id: 'AG002',
        reason: 'away',
      }),
    'patch /api/supervisor/reassign-requests/{id}': async () => {
      const path = `/api/agent/orders/${await order()}/reassign`;
      const { request } = (await agent.post(path, { reason: 'too far away' })).body;
      return admin.patch(`/api/supervisor/reassign-requests/${request.id}`, {
        decision: 'rejected',
        reason: 'it is near',
      });
    },
    'post /api/supervisor/schedules': () => admin.post('/api/supervisor/schedules', shift()),
    'put /api/supervisor/schedules/{id}': async () =>
      admin.put(`/api/supervisor/schedules/${await planned()}`, { note: 'moved' }),
    'delete /api/supervisor/schedules/{id}': async () =>
      admin.delete(`/api/supervisor/schedules/${await planned()}`),
    'put /api/manager/order-flags': () =>
      admin.put('/api/manager/order-flags', {
        refused_least: 4,
        refused_of: 10,
        duplicate_days: 7,
        version: 0,
      }),
    'put /api/manager/settings': () =>
      admin.put('/api/manager/settings', { help_desk_ext: '2102' }),
    'put /api/company': () => admin.put('/api/company', { help_desk_ext: '2101' }),
    'post /api/admin/users': () =>
      admin.post('/api/admin/users', { username: name(), name: 'Only', roles: ['agent'] }),
    'put /api/admin/users/{id}': async () =>
      admin.put(`/api/admin/users/${await user()}`, { name: 'New' }),
    'post /api/admin/users/{id}/password': async () =>
      admin.post(`/api/admin/users/${await user()}/password`),
    'delete /api/admin/users/{id}/sessions': async () =>
      admin.delete(`/api/admin/users/${await user()}/sessions`),
    'delete /api/admin/sessions/{id}': async () => {
      const other = await signIn(server, 'AG007');
      const { sessions } = (await admin.get(`/api/admin/sessions?user_id=${other.login.user.id}`))
        .body;
      return admin.delete(`/api/admin/sessions/${sessions[0].id}`);
    },
    'post /api/manager/agents': () =>
      admin.post('/api/manager/agents', { username: name(), name: 'Only' }),
    'put /api/manager/agents/{id}': async () =>
      admin.put(`/api/manager/agents/${await user()}`, { name: 'New' }),
    'delete /api/manager/agents/{id}': async () =>
      admin.delete(`/api/manager/agents/${await user()}`),
    'post /api/manager/supervisors': () =>
      admin.post('/api/manager/supervisors', { username: name(), name: 'Only' }),
    'put /api/manager/supervisors/{id}': async () =>
      admin.put(`/api/manager/supervisors/${await supervisor()}`, { name: 'New' }),
    'delete /api/manager/supervisors/{id}': async () =>
      admin.delete(`/api/manager/supervisors/${await supervisor()}`),
    'post /api/manager/teams': () => admin.post('/api/manager/teams', { name: name() }),
    'put /api/manager/teams/{id}': async () =>
      admin.put(`/api/manager/teams/${await team()}`, { name: name() }),
    'delete /api/manager/teams/{id}': async () =>
      admin.delete(`/api/manager/teams/${await team()}`),
    'post /api/admin/departments': () =>
      admin.post('/api/admin/departments', { code: name(), name: 'Only' }),
    'put /api/admin/departments/{id}': async () =>
      admin.put(`/api/admin/departments/${await department()}`, { name: 'New' }),
    'delete /api/admin/departments/{id}': async () =>
      admin.delete(`/api/admin/departments/${await department()}`),
    'post /api/admin/couriers': () =>
      admin.post('/api/admin/couriers', { name: name(), adapter: 'none' }),
    'put /api/admin/couriers/{id}': async () =>
      admin.put(`/api/admin/couriers/${await courier()}`, { name: name() }),
    'delete /api/admin/couriers/{id}': async () =>
      admin.delete(`/api/admin/couriers/${await courier()}`),
    'post /api/admin/couriers/{id}/test': async () => {
      const settings = { url: 'https://track.example.com/{{tracking_number}}' };
      const paths = { tracking_number: 'number', events: 'events', status: 'code' };
      const wanted = { name: name(), adapter: 'json', settings: { ...settings, ...paths } };
      const one = await id('/api/admin/couriers', wanted, 'courier');
      return admin.post(`/api/admin/couriers/${one}/test`, { tracking_number: 'AB-1' });
    },
    'post /api/admin/password-requests/{id}/resolve': async () => {
      await stranger(server).post('/api/agent/auth/forgot-password', {
        agent_id: 'AG006',
        company: 'gulf',
      });
      const { body } = await admin.get('/api/admin/password-requests?status=open');
      return admin.post(`/api/admin/password-requests/${body.password_requests[0].id}/resolve`, {
        action: 'refused',
      });
    },
    'put /api/manager/policies': () =>
      admin.put('/api/manager/policies', { no_response_attempts: 3 }),
    'put /api/manager/kpi-targets': () =>
      admin.put('/api/manager/kpi-targets', { confirmation_rate: 90 }),
    'post /api/manager/sla': () =>
      admin.post('/api/manager/sla', { name: name(), response_minutes: 60 }),
    'put /api/manager/sla/{id}': async () =>
      admin.put(`/api/manager/sla/${await level()}`, { name: name(), response_minutes: 30 }),
    'delete /api/manager/sla/{id}': async () => admin.delete(`/api/manager/sla/${await level()}`),
    'put /api/admin/rating-settings': async () => {
      const { settings } = (await admin.get('/api/admin/rating-settings')).body;
      const wanted = { request_on: 'closed', channel: 'sms', version: settings.version };
      return admin.put('/api/admin/rating-settings', wanted);
    },
    'patch /api/manager/escalations/{id}': async () => {
      const raise = { level: 'manager', reason: 'The parcel is broken' };
      const raised = await agent.post('/api/agent/orders/1850/escalate', raise);
      expect(raised.status, raised.text).toBe(201);
      return admin.patch(`/api/manager/escalations/${raised.body.escalation.id}`, {
        action: 'resolve',
        resolution: 'A new one is on its way',
      });
    },
    'post /api/admin/message-providers': () => admin.post('/api/admin/message-providers', sms),
    'put /api/admin/message-providers/{id}': async () =>
      admin.put(`/api/admin/message-providers/${await provider()}`, { name: 'new' }),
    'delete /api/admin/message-providers/{id}': async () =>
      admin.delete(`/api/admin/message-providers/${await provider()}`),
    'post /api/admin/message-providers/{id}/test': async () =>
      admin.post(`/api/admin/message-providers/${await provider()}/test`, { to: '0501234567' }),
    'post /api/admin/roles': () =>
      admin.post('/api/admin/roles', { name: name(), permissions: ['self'] }),
    'put /api/admin/roles/{id}': async () =>
      admin.put(`/api/admin/roles/${await role()}`, { name: name() }),
    'delete /api/admin/roles/{id}': async () => admin.delete(`/api/admin/roles/${await role()}`),
    'post /api/admin/api-keys': () =>
      admin.post('/api/admin/api-keys', { name: name(), permissions: ['orders.read'] }),
    'delete /api/admin/api-keys/{id}': async () =>
      admin.delete(`/api/admin/api-keys/${await key()}`),
    'post /api/admin/announcements': () =>
      admin.post('/api/admin/announcements', { title: name() }),
    'put /api/admin/announcements/{id}': async () =>
      admin.put(`/api/admin/announcements/${await announcement()}`, { title: name() }),
    'delete /api/admin/announcements/{id}': async () =>
      admin.delete(`/api/admin/announcements/${await announcement()}`),
    'post /api/admin/webhooks': () =>
      admin.post('/api/admin/webhooks', {
        name: name(),
        url: 'https://hooks.example.com/',
        events: ['*'],
      }),
    'put /api/admin/webhooks/{id}': async () =>
      admin.put(`/api/admin/webhooks/${await hook()}`, { active: false }),
    'delete /api/admin/webhooks/{id}': async () =>
      admin.delete(`/api/admin/webhooks/${await hook()}`),
    'post /api/admin/webhooks/{id}/secret': async () =>
      admin.post(`/api/admin/webhooks/${await hook()}/secret`),
    'post /api/admin/webhooks/{id}/test': async () =>
      admin.post(`/api/admin/webhooks/${await hook()}/test`),
    'post /api/admin/webhooks/{id}/deliveries/{delivery_id}/replay': async () => {
      const receiver = await startProvider();
      const one = await hook(receiver.url);
      const path = `/api/admin/webhooks/${one}`;
      const sent = (await admin.post(`${path}/test`)).body.delivery.id;
      const status = async () => (await admin.get(`${path}/deliveries`)).body.deliveries[0].status;
      await expect.poll(status, { timeout: 10_000 }).toBe('delivered');
      const reply = await admin.post(`${path}/deliveries/${sent}/replay`);
      await receiver.stop();
      return reply;
    },
  });

  for (const route of writing)
    test(route, async () => {
      const doing = doings[route];
      expect(doing, 'say here how this route is used').toBeDefined();
      // What has to be there first leaves rows of its own: the last one must be of this request.
      let last = 0;
      const call = admin.call.bind(admin);
      admin.call = (...args) => {
        last = rows();
        return call(...args);
      };
      try {
        const reply = await doing!();
        expect(reply.status, reply.text).toBeLessThan(300);
      } finally {
        admin.call = call;
      }
      expect(rows(), 'rows of the audit log').toBeGreaterThan(last);
      if (!route.startsWith('put ')) return;
      const [detail] = sql(
        server,
        'SELECT detail FROM audit_log WHERE company_id = 1 ORDER BY id DESC LIMIT 1',
      );
      expect(Object.keys(JSON.parse(detail!)), 'of a change').toEqual(
        expect.arrayContaining(['before', 'after']),
      );
    });

  test('and the page of the audit log has words for each, in both languages', async () => {
    // Of routes elsewhere.
    const pbx = await admin.put('/api/settings/pbx', {
      host: 'pbx.example.com',
      username: 'hatif',
      secret: 'not-to-be-read',
    });
    expect(pbx.status, pbx.text).toBe(200);
    const extension = await admin.post('/api/extensions', { extension: '4711', agent_name: 'X' });
    expect(extension.status, extension.text).toBe(201);
    const words = ['en', 'ar'].map(
      (language) =>
        JSON.parse(
          readFileSync(join(root, `web/src/lib/i18n/${language}/administration.json`), 'utf8'),
        ).audit,
    );
    const offered = readFileSync(
      join(root, 'web/src/features/administration/components/audit-words.ts'),
      'utf8',
    );
    for (const action of sql(server, 'SELECT DISTINCT action FROM audit_log')) {
      const [group = '', verb = ''] = action.split('.');
      for (const { group: groups, kind: kinds, verb: verbs } of words) {
        expect(groups, action).toHaveProperty([group]);
        expect(kinds, action).toHaveProperty([group]);
        expect(verbs, action).toHaveProperty([verb]);
      }
      expect(offered, 'the filter of the page').toContain(`'${group}'`);
    }
  });

  test('and none of them holds a secret', () => {
    const details = sql(server, 'SELECT detail FROM audit_log').join('\n');
    expect(details).not.toMatch(/whsec_|hatif_[\w-]{40}|argon2|secret_sealed/);
    expect(details).not.toContain(password);
  });
});
