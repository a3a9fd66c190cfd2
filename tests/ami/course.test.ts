/*
 * What happens in the middle of a call, at a real Asterisk: it is handed over after a word, held,
 * recorded, and the program dies in between. Rows are held against what was done, by the clock of
 * who did it, and against the PBX's own account (S2-TEL-03…05, S2-TEL-11, S2-TEL-12, S4-TEL-06, A-03).
 */
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Body, type Client, signIn } from '../support/client.ts';
import { lastAudit, sql } from '../support/database.ts';
import { temporary } from '../support/paths.ts';
import type { Phone } from './phone.ts';
import {
  agreed,
  closePlace,
  dial,
  link,
  openPlace,
  type Place,
  seat,
  seen,
  until,
} from './place.ts';
import { heardIn } from './sound.ts';

const recordings = temporary('recordings');
let place: Place;
let sarah: Client; // 1001
let omar: Client; // 1002
let hers: Phone;
let his: Phone;
let customers: Phone;

beforeAll(async () => {
  place = await openPlace(['--recordings-dir', recordings]);
  const { pbx, server, admin } = place;
  sarah = await signIn(server, 'AG001');
  omar = await signIn(server, 'AG002');
  await seat(admin, [
    ['1001', sarah],
    ['1002', omar],
  ]);
  const settings = { dial_context: 'internal', dial_prefix: '9', wrap_up_seconds: 0 };
  expect((await admin.put('/api/settings/calls', settings)).status).toBe(200);
  hers = await pbx.picksUp('1001', { voice: 'agent' });
  his = await pbx.picksUp('1002', { voice: 'colleague' });
  customers = await pbx.picksUp('trunk', { voice: 'customer' });
  await link(place);
});
afterAll(() => closePlace(place));
/* What a failed test leaves behind is not for the next one. */
afterEach(async () => {
  await place.pbx.act('Hangup', { Channel: '/^PJSIP/' });
  for (const phone of [hers, his, customers])
    await until(
      async () => phone.calls,
      (calls) => calls === 0,
    );
});

const talks = (now: Body) => now.status === 'in_progress';
const over = (now: Body) => !now.is_active;

/** Rows of a part of the call, columns parted by '|'. */
const parts = (id: string, columns: string, table: string) =>
  sql(
    place.server,
    `SELECT ${columns} FROM ${table} p JOIN calls c ON c.company_id = p.company_id AND c.id = p.call_id
     WHERE c.linkedid = '${id}' ORDER BY 1`,
  );
const transfers = (id: string) =>
  parts(id, 'p.kind, p.from_party, p.to_party, p.result', 'call_transfers');
const roles = (id: string) =>
  parts(
    id,
    `SUBSTR(p.channel, 7, INSTR(p.channel, '-') - 7), p.role, p.answered_us IS NOT NULL`,
    'call_legs',
  );
/** Kinds of what the PBX wrote down of the call. */
const kinds = (id: string) => place.pbx.account(id).map(([kind]) => kind);
const near = (got: number, wanted: number, within: number, what: string) =>
  expect(Math.abs(got - wanted), `${what}: ${got}, not ${wanted}`).toBeLessThan(within);

/** A part of what agent and customer have of the call, in seconds; the parts are the whole. */
async function addsUp(id: string): Promise<Body> {
  const { call } = (await place.admin.get(`/api/calls/${id}`)).body;
  const { times } = call;
  const sum = times.setup + times.queue + times.ring + times.talk + times.hold;
  near(sum, (Date.parse(call.ended_at) - Date.parse(call.started_at)) / 1000, 3, 'the parts');
  return call;
}

/** Sarah talks with the customer and asks Omar, whose phone picks up. */
async function asking(): Promise<string> {
  const id = await dial(place, '9971501112222');
  const call = await seen(place, id, talks);
  const reply = await sarah.post(`/api/calls/${call.id}/transfer`, {
    agent_id: 'AGT-002',
    attended: true,
  });
  expect(reply.status, reply.text).toBe(200);
  await until(
    async () => his.calls,
    (calls) => calls === 1,
  );
  // Sarah with the customer and then with Omar, the customer with her, Omar with her.
  await until(
    async () => parts(id, 'p.bridge', 'call_segments').length,
    (count) => count === 4,
  );
  return id;
}

/** She holds the customer and asks Omar in a second call of her phone. */
async function askedBySecondCall(): Promise<[string, string]> {
  const id = await dial(place, '9971501112222');
  await seen(place, id, talks);
  await hers.hold(true);
  await seen(place, id, (now) => now.status === 'on_hold');
  const second = await dial(place, '1002');
  await seen(place, second, talks);
  return [id, second];
}

/** Legs of what such two calls become. */
const joined = ['1001|caller|1', '1001|consult|1', '1002|callee|1', 'trunk|callee|1'];

describe('handed over after a word', () => {
  test('who asked hangs up: the colleague has the caller', async () => {
    const id = await asking();
    expect(await his.listen()).toEqual(['agent']);
    await hers.hangUp();
    await seen(place, id, (now) => talks(now) && now.agent_id === 'AGT-002');
    expect(await his.listen()).toEqual(['customer']);
    await his.hangUp();
    const ended = await seen(place, id, over);
    expect(ended).toMatchObject({
      status: 'completed',
      direction: 'outgoing',
      agent_id: 'AGT-002',
      transfers: 1,
      gap: false,
    });
    expect(ended.times.hold).toBeGreaterThan(0);
    expect(transfers(id)).toEqual(['attended|1001|1002|completed']);
    expect(kinds(id)).toContain('ATTENDEDTRANSFER');
    await addsUp(id);
    agreed(place, id);
  });

  test('the colleague does not want it: who asked has the caller again', async () => {
    const id = await asking();
    await his.hangUp();
    await seen(place, id, (now) => talks(now) && now.agent_id === 'AGT-001');
    expect(await customers.listen()).toEqual(['agent']);
    expect(transfers(id)).toEqual(['attended|1001|1002|cancelled']);
    expect(kinds(id)).not.toContain('ATTENDEDTRANSFER');
    await hers.hangUp();
    expect(await seen(place, id, over)).toMatchObject({ agent_id: 'AGT-001', transfers: 1 });
    agreed(place, id);
  });
});

describe('the program is killed in between', () => {
  /** It stands again, and has read who is there. */
  async function crashed(...ids: string[]) {
    const before = (await place.admin.get('/api/pbx')).body.last_outage;
    await place.server.crash();
    const outage = await until(
      async () => (await place.admin.get('/api/pbx')).body.last_outage as Body,
      (now) => now.started_at !== before.started_at && now.ended_at,
    );
    expect(outage).toMatchObject({ calls_reconstructed: ids.length, calls_interrupted: 0 });
    for (const id of ids) expect((await seen(place, id, (now) => now.gap)).is_active).toBe(true);
  }

  test('while a colleague is asked: the caller is handed over all the same', async () => {
    const id = await asking();
    await crashed(id);
    await hers.hangUp();
    await seen(place, id, (now) => talks(now) && now.agent_id === 'AGT-002');
    await his.hangUp();
    await seen(place, id, over);
    expect(transfers(id)).toEqual(['attended|1001|1002|completed']);
    expect(roles(id)).toEqual(['1001|caller|1', '1002|callee|1', 'trunk|callee|1']);
    await addsUp(id);
    agreed(place, id);
  });

  test('while a colleague is asked who does not want it: the caller is hers again', async () => {
    const id = await asking();
    await crashed(id);
    await his.hangUp();
    await until(
      async () => transfers(id),
      (rows) => rows.length === 1,
    );
    expect(transfers(id)).toEqual(['attended|1001|1002|cancelled']);
    expect(await customers.listen()).toEqual(['agent']);
    await hers.hangUp();
    expect(await seen(place, id, over)).toMatchObject({ agent_id: 'AGT-001', transfers: 1 });
    agreed(place, id);
  });

  test('before a phone joins its two calls: they are one, and it had asked in the second', async () => {
    const [id, second] = await askedBySecondCall();
    await crashed(id, second);
    await hers.joinCalls();
    await seen(place, id, (now) => talks(now) && now.agent_id === 'AGT-002');
    await his.hangUp();
    await seen(place, id, over);
    expect(transfers(id)).toEqual(['attended|1001|1002|completed']);
    expect(roles(id)).toEqual(joined);
    agreed(place, id, second);
  });

  test('after that: who was asked and in which call is still known', async () => {
    const [id, second] = await askedBySecondCall();
    await hers.joinCalls();
    await seen(place, id, (now) => talks(now) && now.agent_id === 'AGT-002');
    await crashed(id);
    expect(roles(id)).toEqual(joined);
    await his.hangUp();
    expect(await seen(place, id, over)).toMatchObject({ status: 'completed', gap: true });
    expect(transfers(id)).toEqual(['attended|1001|1002|completed']);
    expect(roles(id)).toEqual(joined);
    agreed(place, id, second);
  });
});

describe('two calls of a phone are joined by it', () => {
  test('they are one call from then on', async () => {
    const [id, second] = await askedBySecondCall();
    await hers.joinCalls();
    await seen(place, id, (now) => talks(now) && now.agent_id === 'AGT-002');
    expect(await his.listen()).toEqual(['customer']);
    await his.hangUp();
    await seen(place, id, over);
    expect(transfers(id)).toEqual(['attended|1001|1002|completed']);
    expect(roles(id)).toEqual(joined);
    expect((await place.admin.get(`/api/calls/${second}`)).status).toBe(404);
    agreed(place, id, second);
  });
});

test('held at the phone: time of the call that nobody talks', async () => {
  const id = await dial(place, '9971501112222');
  await seen(place, id, talks);
  const from = await hers.hold(true);
  await seen(place, id, (now) => now.status === 'on_hold');
  await until(
    async () => Date.now(),
    (now) => now - from > 2_000,
  );
  const to = await hers.hold(false);
  await seen(place, id, talks);
  expect(await customers.listen()).toEqual(['agent']);
  await hers.hangUp();
  const ended = await seen(place, id, over);
  const [hold] = parts(id, 'p.from_us, p.to_us', 'call_holds').map((row) =>
    row.split('|').map(Number),
  );
  near(hold![0]! / 1e6, from / 1e3, 0.3, 'began');
  near(hold![1]! / 1e6, to / 1e3, 0.3, 'ended');
  near(ended.times.hold, (to - from) / 1e3, 1.01, 'held');
  const [owned] = parts(id, 'p.agent_id IS NOT NULL, p.talk_us, p.hold_us', 'call_legs')
    .map((row) => row.split('|').map(Number))
    .filter(([agents]) => agents === 1);
  near(owned![2]! / 1e6, (to - from) / 1e3, 0.3, "the agent's own hold");
  await addsUp(id);
  agreed(place, id);
});

test('recorded: it is heard in parts, as it was spoken, and who heard it is kept', async () => {
  const id = await dial(place, '8971501112222');
  await seen(place, id, talks);
  const from = Date.now();
  expect(await customers.listen()).toEqual(['agent']);
  expect(await hers.listen()).toEqual(['customer']);
  await hers.hangUp();
  const talked = (Date.now() - from) / 1e3;
  const ended = await seen(place, id, over);
  expect(ended.has_recording).toBe(false);
  // As the documentation says: what lies below the PBX's folder, with the folders as they are.
  mkdirSync(join(recordings, 'gulf'));
  cpSync(join(place.pbx.folder, 'var/spool/monitor'), join(recordings, 'gulf'), {
    recursive: true,
  });
  expect((await seen(place, id, over)).has_recording).toBe(true);

  const hear = (range?: string) =>
    fetch(`${place.server.url}/api/calls/${id}/recording`, {
      headers: { authorization: `Bearer ${place.admin.token}`, ...(range ? { range } : {}) },
    });
  const whole = await hear();
  expect([whole.status, whole.headers.get('content-type')]).toEqual([200, 'audio/wav']);
  const file = Buffer.from(await whole.arrayBuffer());
  const sound = heardIn(file);
  expect(sound.voices).toEqual(['agent', 'customer']);
  near(sound.seconds, talked, 1, 'recorded');

  const middle = await hear('bytes=44-1643');
  expect([middle.status, middle.headers.get('content-range')]).toEqual([
    206,
    `bytes 44-1643/${file.length}`,
  ]);
  expect(Buffer.from(await middle.arrayBuffer()).equals(file.subarray(44, 1644))).toBe(true);
  expect(lastAudit(place.server, 'recording.heard')).toEqual({
    call_id: ended.call_id,
    recording: 0,
    range: 'bytes=44-1643',
  });
  agreed(place, id);
});
