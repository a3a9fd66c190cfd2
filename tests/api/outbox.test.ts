/* What leaves the program: once it was promised it leaves, whoever dies in between (fault 26). */
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { stranger } from '../support/client.ts';
import { sql } from '../support/database.ts';
import { type MailServer, startMailServer } from '../support/mail-server.ts';
import { hatif, secretKey } from '../support/paths.ts';
import { type Server, startServer } from '../support/server.ts';

let mail: MailServer;
let server: Server;
beforeAll(async () => {
  mail = await startMailServer();
  server = await startServer({
    flags: [
      ...['--mail-url', mail.url, '--mail-from', 'Gulf Desk <desk@gulf.example>'],
      ...['--mail-tls', 'off', '--public-url', 'https://desk.gulf.example'],
    ],
  });
});
beforeEach(() => {
  mail.mails.length = 0;
  mail.be('take');
});
afterAll(async () => {
  await server.stop();
  await mail.stop();
});

/** A user gets one link in a while, so each test asks for another's. */
async function forget(email: string): Promise<void> {
  const reply = await stranger(server).post('/api/auth/forgot-password', {
    email,
    company: 'gulf',
  });
  expect(reply.status).toBe(200);
}

/** The effect that was added last: kind|state|attempts|payload. */
const row = () =>
  sql(
    server,
    'SELECT kind, state, attempts, payload FROM outbox WHERE company_id = 1 ORDER BY id DESC LIMIT 1',
  )[0];

async function until(what: () => boolean): Promise<void> {
  for (let i = 0; i < 500 && !what(); i++) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(what()).toBe(true);
}

/** What it says, in a folder where nothing was served from. */
function doctor(): string {
  const { status, stdout } = spawnSync(hatif, ['doctor', '--db', server.db], {
    cwd: server.folder,
    env: { ...process.env, HATIF_SECRET_KEY: secretKey },
    encoding: 'utf8',
  });
  expect(status).toBe(0);
  return stdout;
}

test('a message leaves after its request, and its text is not kept', async () => {
  await forget('admin@gulf.example.com');
  const one = await mail.mail(1);
  expect(one.from).toContain('<desk@gulf.example>');
  expect(one.to).toContain('<admin@gulf.example.com>');
  expect(one.body).toContain('https://desk.gulf.example/reset-password?token=');
  await until(() => row()?.includes('|done|') === true);
  expect(row()).toBe('mail|done|1|{}');
  expect(doctor()).toMatch(/^ok {4}outbox: nothing waits$/m);
  const metrics = await stranger(server).get('/metrics', { unchecked: true });
  expect(metrics.text).toMatch(/hatif_outbox_attempts_total\{kind="mail",outcome="done"\} [1-9]/);
  expect(metrics.text).toMatch(/hatif_fetch_requests_total\{result="ok"\} [1-9]/);
});

test('killed between DATA and 250, it is sent again under the same Message-ID', async () => {
  mail.be('stall');
  await forget('AG001@gulf.example.com');
  const first = await mail.mail(1);
  await until(() => row()?.includes('|running|') === true);
  mail.be('take');
  await server.crash();
  /* With PostgreSQL another node may be alive: the lease of the dead one has to run out. */
  if (server.engine === 'postgres')
    sql(server, 'UPDATE outbox SET lease_until_us = 1 WHERE company_id = 1');
  const second = await mail.mail(2);
  expect(second.messageId).toBe(first.messageId);
  expect(second.body).toBe(first.body);
  await until(() => row()?.includes('|done|') === true);
  expect(row()).toBe('mail|done|2|{}');
  expect(mail.mails).toHaveLength(2);
});

test('what is refused for good is kept, and the doctor names it', async () => {
  mail.be('refuse');
  await forget('AG002@gulf.example.com');
  await until(() => row()?.includes('|failed|') === true);
  expect(row()).toContain('mail|failed|1|');
  expect(doctor()).toMatch(/^look {2}outbox: mail: 0 waiting, 1 failed$/m);
  expect(mail.mails).toHaveLength(1);
});
