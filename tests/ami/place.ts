/* The program linked to a real Asterisk, and what rows say held against what the PBX wrote down. */
import { expect } from 'vitest';
import { type Body, type Client, signIn } from '../support/client.ts';
import { sql } from '../support/database.ts';
import { type Server, startServer } from '../support/server.ts';
import { type Pbx, startPbx } from './pbx.ts';

export interface Place {
  pbx: Pbx;
  server: Server;
  admin: Client;
}

export async function until<T>(look: () => Promise<T>, fits: (value: T) => unknown, ms = 30_000) {
  const end = Date.now() + ms;
  for (;;) {
    const value = await look();
    if (fits(value)) return value;
    if (Date.now() > end) throw new Error(`it stays ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Asterisk and the program, not linked yet. */
export async function openPlace(flags: string[] = []): Promise<Place> {
  const tree = process.env.HATIF_ASTERISK;
  if (!tree) throw new Error('HATIF_ASTERISK names no folder: run script/test ami');
  const pbx = await startPbx(tree);
  const allowed = ['--fetch-allow', '127.0.0.1', ...flags];
  const server = await startServer({ engine: 'sqlite', flags: allowed });
  return { pbx, server, admin: await signIn(server, 'admin') };
}

export async function closePlace(place: Place | undefined): Promise<void> {
  await place?.server.stop();
  await place?.pbx.stop();
}

/** The link stands, and everything was read once. */
export async function link({ pbx, admin }: Place): Promise<void> {
  const put = await admin.put('/api/settings/pbx', {
    host: '127.0.0.1',
    port: pbx.port,
    username: 'hatif',
    secret: 'for-the-link',
    trunks: [{ name: 'Carrier', endpoint: 'PJSIP/trunk' }],
  });
  expect(put.status, put.text).toBe(200);
  await until(
    async () => (await admin.get('/api/pbx')).body as Body,
    (body) => body.link.state === 'connected' && body.link.refreshed_at && body.last_outage,
  );
}

/** Phones of these people and of nobody else. */
export async function seat(admin: Client, phones: [string, Client][]): Promise<void> {
  for (const { id } of (await admin.get('/api/extensions')).body.data)
    expect((await admin.delete(`/api/extensions/${id}`)).status).toBe(200);
  for (const [extension, { login }] of phones) {
    const added = await admin.post('/api/extensions', { extension, agent_id: login.agent.id });
    expect(added.status, added.text).toBe(201);
  }
}

/** The call by its id, code or name at the PBX, once it is so. */
export const seen = ({ admin }: Place, key: string, fits: (now: Body) => unknown) =>
  until(
    async () => (await admin.get(`/api/calls/${key}`)).body,
    (body) => body.call && fits(body.call),
  ).then(({ call }) => call as Body);

let count = 0;

/** The phone 1001 rings and then calls; gives the name of the call. */
export async function dial({ pbx }: Place, exten: string): Promise<string> {
  const id = `call-${Date.now()}.${++count}`;
  await pbx.act('Originate', {
    Channel: 'PJSIP/1001',
    ChannelId: id,
    Context: 'internal',
    Exten: exten,
    Priority: '1',
    Async: 'true',
  });
  return id;
}

/** The channel of that phone that is up the longest. */
export async function channelOf({ pbx }: Place, phone: string): Promise<string> {
  const rows = await pbx.act('CoreShowChannels');
  const own = rows.find((row) => row.get('Channel')?.startsWith(`PJSIP/${phone}-`));
  if (!own) throw new Error(`${phone} is in no call`);
  return own.get('Channel')!;
}

/** Seconds that each channel was in a bridge, and which were answered: ours are the PBX's. */
export function agreed({ server, pbx }: Place, ...names: string[]): void {
  const [id] = names;
  const ours = sql(
    server,
    `SELECT l.uniqueid, l.answered_us IS NOT NULL, COALESCE(SUM(s.left_us - s.entered_us), 0)
     FROM calls c JOIN call_legs l ON l.company_id = c.company_id AND l.call_id = c.id
     LEFT JOIN call_segments s ON s.company_id = l.company_id AND s.call_id = l.call_id AND s.leg = l.leg
     WHERE c.linkedid = '${id}' GROUP BY l.uniqueid, l.answered_us ORDER BY l.uniqueid`,
  ).map((line) => line.split('|'));
  const theirs = names.flatMap((name) => pbx.account(name));
  const channels = [...new Set(theirs.map(([, , , channel]) => channel))].sort();
  expect(ours.map(([channel]) => channel).sort()).toEqual(channels);
  for (const [channel, answered, bridged] of ours) {
    const own = theirs.filter(([, , , other]) => other === channel);
    expect(answered === '1', `${channel} answered`).toBe(own.some(([kind]) => kind === 'ANSWER'));
    const time = (kind: string) =>
      own.filter(([one]) => one === kind).reduce((sum, [, at]) => sum + at, 0);
    const wanted = time('BRIDGE_EXIT') - time('BRIDGE_ENTER');
    expect(Math.abs(Number(bridged) / 1e6 - wanted), `${channel} bridged`).toBeLessThan(0.3);
  }
}
