/*
 * Calls of a real Asterisk, live: what rows say is held against what the PBX wrote down itself, and
 * goes on when the program or the PBX dies in mid-call (S2-TEL-01…05, S2-TEL-11, S2-TEL-12, A-03).
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '../support/database.ts';
import {
  agreed,
  channelOf,
  closePlace,
  dial,
  link,
  openPlace,
  type Place,
  seen,
  until,
} from './place.ts';

let place: Place;

beforeAll(async () => {
  place = await openPlace();
  for (const phone of ['1001', '1002', 'trunk']) await place.pbx.picksUp(phone);
  await place.pbx.picksUp('1003', { busy: true });
  await link(place);
});
afterAll(() => closePlace(place));

const hangUp = async (id: string) => {
  await place.pbx.act('Hangup', { Channel: `/^PJSIP/1001-/` });
  return seen(place, id, (now) => !now.is_active);
};

test('answered: who talked how long', async () => {
  const id = await dial(place, '9971501112222');
  const live = await seen(place, id, (now) => now.status === 'in_progress');
  expect(live).toMatchObject({ direction: 'outgoing', phone_number: '+971501112222', gap: false });
  const ended = await hangUp(id);
  expect(ended.status).toBe('completed');
  agreed(place, id);
});

test('busy', async () => {
  const id = await dial(place, '1003');
  const ended = await seen(place, id, (now) => !now.is_active);
  expect(ended).toMatchObject({ status: 'busy', direction: 'internal', answered_at: null });
  agreed(place, id);
});

test('a queue: waited, taken by whoever is free', async () => {
  const id = await dial(place, '500');
  const live = await seen(place, id, (now) => now.status === 'in_progress');
  expect(live.queue).toBe('sales');
  const ended = await hangUp(id);
  expect(ended.status).toBe('completed');
  agreed(place, id);
});

test('handed over without a word', async () => {
  const id = await dial(place, '9971501112222');
  await seen(place, id, (now) => now.status === 'in_progress');
  const channel = await channelOf(place, 'trunk');
  await place.pbx.act('BlindTransfer', { Channel: channel, Context: 'internal', Exten: '1002' });
  await seen(place, id, (now) => now.transfers === 1);
  const [result] = await until(
    async () =>
      sql(
        place.server,
        `SELECT t.result FROM call_transfers t JOIN calls c ON c.company_id = t.company_id AND c.id = t.call_id WHERE c.linkedid = '${id}'`,
      ),
    ([now]) => now !== 'pending',
  );
  expect(result).toBe('completed');
  for (const phone of ['1001', '1002'])
    await place.pbx.act('Hangup', { Channel: `/^PJSIP/${phone}-/` });
  await seen(place, id, (now) => !now.is_active);
  agreed(place, id);
});

test('the program is killed in mid-call: the call goes on in its row, with a gap', async () => {
  const id = await dial(place, '9971501112222');
  const before = await seen(place, id, (now) => now.status === 'in_progress');
  await place.server.crash();
  const again = await seen(place, id, (now) => now.gap);
  expect(again).toMatchObject({ id: before.id, call_id: before.call_id, status: 'in_progress' });
  expect((await place.admin.get('/api/pbx')).body.last_outage.calls_reconstructed).toBe(1);
  const ended = await hangUp(id);
  expect(ended.status).toBe('completed');
  expect(sql(place.server, `SELECT COUNT(*) FROM calls WHERE linkedid = '${id}'`)).toEqual(['1']);
  agreed(place, id);
});

test('the PBX is killed in mid-call: the call was interrupted', async () => {
  const id = await dial(place, '1002');
  await seen(place, id, (now) => now.status === 'in_progress');
  await place.pbx.kill();
  await place.pbx.start();
  const ended = await seen(place, id, (now) => !now.is_active);
  expect(ended).toMatchObject({ status: 'interrupted', gap: true });
  expect((await place.admin.get('/api/pbx')).body.last_outage).toMatchObject({
    calls_reconstructed: 0,
    calls_interrupted: 1,
  });
});
