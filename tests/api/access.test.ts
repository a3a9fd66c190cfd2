/*
 * Every route of openapi.json as every built-in role of both companies: who gets through is what
 * the table below says, and nothing else (R-1, S0-AUTH-16, S0-ROLE-01…10, A-15, A-16).
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, signIn } from '../support/client.ts';
import { hatif, password, root, secretKey } from '../support/paths.ts';
import { type Server, startServer } from '../support/server.ts';

const roles = [
  'admin',
  'manager',
  'supervisor',
  'senior_agent',
  'agent',
  'sales_manager',
  'support_manager',
] as const;
type Role = (typeof roles)[number];

/** By permission. A new one needs a line here before a route may ask for it. */
const lead: Role[] = ['admin', 'manager', 'supervisor'];
const panel: Role[] = [...lead, 'senior_agent', 'agent'];
const high: Role[] = ['admin', 'manager'];
const table: Record<string, readonly Role[]> = {
  self: roles,
  'orders.read': panel,
  'orders.read_team': lead,
  'orders.read_all': high,
  'orders.write': panel,
  'orders.bulk': panel,
  'orders.export': panel,
  'orders.reassign': lead,
  'orders.create': lead,
  'orders.import': high,
  'customers.read': [...panel, 'support_manager'],
  'customers.write': [...panel, 'support_manager'],
  'customers.manage': [...high, 'support_manager'],
  'products.read': panel,
  'agents.read': panel,
  'calls.read': panel,
  'calls.read_team': lead,
  'calls.make': panel,
  'calls.supervise': lead,
  'calls.export': lead,
  'recordings.read': lead,
  'chats.read': [...panel, 'support_manager'],
  'chats.read_team': [...lead, 'support_manager'],
  'chats.read_all': [...high, 'support_manager'],
  'chats.write': [...panel, 'support_manager'],
  'chats.assign': [...lead, 'support_manager'],
  'chats.manage': [...high, 'support_manager'],
  'canned.manage': [...lead, 'support_manager'],
  'inventory.read': panel,
  'deliveries.read': panel,
  'messages.send': panel,
  'reports.read': panel,
  'stats.read': panel,
  'templates.manage': lead,
  'orders.approve': lead,
  'escalations.handle': lead,
  'schedules.manage': lead,
  'presence.others': lead,
  'inventory.manage': high,
  'deliveries.manage': high,
  'escalations.executive': high,
  'policies.manage': high,
  'announcements.manage': high,
  'agents.manage': high,
  'users.manage': ['admin'],
  'audit.read': ['admin'],
  'password_requests.resolve': lead,
  'sessions.manage': high,
  'settings.manage': high,
  'roles.manage': ['admin'],
  'providers.manage': ['admin'],
  'api_keys.manage': ['admin'],
  'webhooks.manage': ['admin'],
};

interface Route {
  path: string;
  verb: string;
  permission: string;
}

const document: { paths: Record<string, Record<string, { 'x-permission'?: string }>> } = JSON.parse(
  readFileSync(join(root, 'api/openapi.json'), 'utf8'),
);
const routes: Route[] = Object.entries(document.paths).flatMap(([path, item]) =>
  ['get', 'post', 'put', 'patch', 'delete']
    .filter((verb) => item[verb] && !path.startsWith('/ws/'))
    .map((verb) => ({ path, verb, permission: item[verb]?.['x-permission'] ?? '' })),
);
const guarded = routes.filter(({ permission }) => permission !== 'public');

/** Public on purpose; one more has to be written down here. */
const open = [
  'GET /api/rate/{key}',
  'POST /api/rate/{key}',
  'POST /api/agent/auth/badge',
  'POST /api/agent/auth/forgot-password',
  'POST /api/agent/auth/login',
  'POST /api/agent/auth/refresh',
  'POST /api/auth/forgot-password',
  'POST /api/auth/login',
  'POST /api/auth/refresh',
  'POST /api/auth/reset-password',
  'GET /api/branding',
  'POST /api/setup',
  'POST /api/webhooks/courier/{courier_key}',
  'POST /api/webhooks/email/{provider_key}',
  'POST /api/webhooks/orders/{source_key}',
  'POST /api/webhooks/sms/{provider_key}',
  // Of visitors, known by a token of their own.
  'POST /api/widget/chat',
  'GET /api/widget/conversation',
  'POST /api/widget/end',
  'GET /api/widget/files/{id}',
  'GET /api/widget/files/{id}/thumbnail',
  'POST /api/widget/messages',
  'POST /api/widget/offline',
  'POST /api/widget/page',
  'POST /api/widget/rating',
  'POST /api/widget/read',
  'DELETE /api/widget/session',
  'POST /api/widget/session',
  'POST /api/widget/typing',
  'POST /api/widget/uploads',
  'DELETE /api/widget/uploads/{id}',
  'GET /api/widget/uploads/{id}',
  'PATCH /api/widget/uploads/{id}',
  'GET /branding/{company}/logo',
  'GET /health',
  // Of this machine alone, unless the operator says otherwise.
  'GET /metrics',
  'GET /openapi.json',
  'GET /ready',
  // Signed with the company's secret.
  'POST /apps/{app_id}/events',
  'GET /sanctum/csrf-cookie',
  // A line hears nothing before it says who it is.
  'GET /app/{key}',
  'GET /socket.io',
  'POST /socket.io',
];

const companies = ['gulf', 'homes'];
let server: Server;
const clients = new Map<string, Client>();

function addUser(db: string, company: string, role: Role): void {
  const words = ['user', 'add', '--db', db, '--company', company, '--log-level', 'warn'];
  const person = ['--username', `the-${role}`, '--name', role, '--role', role];
  execFileSync(hatif, [...words, ...person, '--password', password], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, HATIF_SECRET_KEY: secretKey },
  });
}

beforeAll(async () => {
  server = await startServer({
    prepare: (db) => {
      for (const company of companies) for (const role of roles) addUser(db, company, role);
    },
  });
  for (const company of companies)
    for (const role of roles)
      clients.set(`${role} of ${company}`, await signIn(server, `the-${role}`, company));
}, 120_000);
afterAll(() => server.stop());

/** Ids that name nothing, and bodies without what is required: getting through changes nothing. */
const target = (path: string) => path.replace(/\{[^}]+\}/g, '987654321');

async function isLetThrough(client: Client, { verb, path }: Route): Promise<boolean> {
  const body = verb === 'get' || verb === 'delete' ? undefined : {};
  const reply = await client.call(verb.toUpperCase(), target(path), { body });
  expect(reply.status, reply.text).toBeLessThan(500);
  expect(reply.status, reply.text).not.toBe(401);
  return !(reply.status === 403 && reply.body.error === 'You are not allowed to do this.');
}

test('every route names a permission of the table, or is public on purpose', () => {
  expect(guarded.length).toBeGreaterThan(50);
  for (const { path, permission } of guarded) expect(table, path).toHaveProperty([permission]);
  const found = routes
    .filter(({ permission }) => permission === 'public')
    .map(({ verb, path }) => `${verb.toUpperCase()} ${path}`);
  expect(found.sort()).toEqual([...open].sort());
});

describe('every route as every role', () => {
  for (const route of guarded)
    test(`${route.verb.toUpperCase()} ${route.path}`, async () => {
      const through: string[] = [];
      for (const [who, client] of clients) {
        if (await isLetThrough(client, route)) through.push(who);
        if (route.path.endsWith('/logout')) {
          const [role, company] = who.split(' of ');
          clients.set(who, await signIn(server, `the-${role}`, company));
        }
      }
      const allowed = table[route.permission]?.flatMap((role) =>
        companies.map((company) => `${role} of ${company}`),
      );
      expect(through.sort()).toEqual(allowed?.sort());
    });
});
