/* Roles and people that a test needs besides those of the demo. */
import { expect } from 'vitest';
import { type Body, type Client, stranger } from './client.ts';
import type { Server } from './server.ts';

export async function makeRole(admin: Client, wanted: Body): Promise<Body> {
  const reply = await admin.post('/api/admin/roles', wanted);
  expect(reply.status, reply.text).toBe(201);
  return reply.body.role;
}

let hired = 0;
/** Somebody new with these roles, who has chosen a password of their own. */
export async function hire(
  server: Pick<Server, 'url'>,
  admin: Client,
  roles: string[],
): Promise<Client> {
  hired += 1;
  const username = `person.${hired}`;
  const made = await admin.post('/api/admin/users', { username, name: `Person ${hired}`, roles });
  expect(made.status, made.text).toBe(201);
  const temporary = made.body.temporary_password;
  const client = stranger(server);
  const login = await client.post('/api/auth/login', {
    company: 'gulf',
    username,
    password: temporary,
  });
  client.token = login.body.token;
  client.login = login.body;
  const changed = await client.post('/api/auth/change-password', {
    current_password: temporary,
    password: 'seven-green-lamps-4',
  });
  expect(changed.status, changed.text).toBe(200);
  return client;
}
