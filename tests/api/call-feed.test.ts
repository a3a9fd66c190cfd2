/*
 * The link to a PBX feeds calls: recordings of a real one, said again by the stand-in, end in the
 * rows that a replay of them shows; a link, a PBX or a program that goes away in mid-call leaves one
 * row that goes on with a gap or ends as interrupted (S2-TEL-01…08, S2-TEL-11…13, S2-DB-01…03,
 * IMP-TEL-05, IMP-TEL-06, A-03).
 */
import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Ami, startAmi } from '../support/ami.ts';
import { type Body, type Client, signIn } from '../support/client.ts';
import { changeRows, sql } from '../support/database.ts';
import { hatif, temporary } from '../support/paths.ts';
import { Player, recordingPath } from '../support/recording.ts';
import { type Server, startServer, startServerOn } from '../support/server.ts';
import { type Live, listen } from '../support/socket.ts';

const SECRET = 'only-the-pbx-knows';

interface Place {
  server: Server;
  pbx: Ami;
  player: Player;
  admin: Client;
}

async function until<T>(
  look: () => T | Promise<T>,
  fits: (value: T) => unknown,
  ms = 30_000,
): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    const value = await look();
    if (fits(value)) return value;
    if (Date.now() > end) throw new Error(`it stays ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

const outage = async (admin: Client): Promise<Body> =>
  (await admin.get('/api/pbx')).body.last_outage;

/** Listens already. */
async function hearing(client: Client): Promise<Live> {
  const live = listen(client);
  await live.wait((m) => m.type === 'hello');
  return live;
}

/** A company whose link to its PBX stands, with the phones of the recordings. */
async function startPlace(): Promise<Place> {
  const pbx = await startAmi(SECRET);
  for (const phone of ['1001', '1002', '1003', '1004', '1005', '1006', 'trunk'])
    pbx.endpoints[phone] = { state: 'Not in use', contacts: `${phone}/sip:127.0.0.1,` };
  const server = await startServer({ flags: ['--fetch-allow', '127.0.0.1'] });
  const admin = await signIn(server, 'admin');
  for (const { id } of (await admin.get('/api/extensions')).body.data)
    expect((await admin.delete(`/api/extensions/${id}`)).status).toBe(200);
  const put = await admin.put('/api/settings/pbx', {
    host: '127.0.0.1',
    port: pbx.port,
    username: 'hatif',
    secret: SECRET,
    trunks: [{ name: 'Carrier', endpoint: 'PJSIP/trunk' }],
  });
  expect(put.status, put.text).toBe(200);
  await until(
    () => outage(admin),
    (now) => now?.calls_reconstructed === 0,
  );
  return { server, pbx, player: new Player(pbx), admin };
}

async function stopPlace({ server, pbx }: Place) {
  await server.stop();
  await pbx.stop();
}

const company = "company_id = (SELECT id FROM companies WHERE code = 'gulf')";
const rows = ({ server }: Place, text: string) => sql(server, text);
const openCalls = (place: Place) =>
  Number(
    rows(
      place,
      `SELECT COUNT(*) FROM calls WHERE ${company} AND linkedid IS NOT NULL AND is_active = 1`,
    )[0],
  );
/** Those of the demo's month begin with the company's name. */
const linkedids = (place: Place) =>
  rows(
    place,
    `SELECT linkedid FROM calls WHERE ${company} AND linkedid NOT LIKE 'gulf-%' ORDER BY id`,
  );

/* ---- Rows in the shape of a replay ------------------------------------------------------- */

const statusWords: Record<string, string> = {
  completed: 'answered',
  rejected: 'no_answer',
  canceled: 'cancelled',
};
const near = (us: string) => (Number(us) / 1e6).toFixed(3);

function called(place: Place, linkedid: string): Body {
  const mine = `SELECT c.id FROM calls c WHERE c.${company} AND c.linkedid = '${linkedid}'`;
  const parts = (what: string, table: string, order: string) =>
    rows(
      place,
      `SELECT ${what} FROM ${table} p JOIN calls c ON c.company_id = p.company_id AND c.id = p.call_id
       WHERE p.${company} AND p.call_id = (${mine}) ORDER BY ${order}`,
    ).map((line) => line.split('|'));
  const [line] = rows(
    place,
    `SELECT direction, caller, callee, status, COALESCE(answered_by, ''), hangup_by,
       COALESCE(rang_us, -1), has_gap, ended_us - started_us,
       setup_us + queue_us + ring_us + talk_us + hold_us
     FROM calls c WHERE c.id = (${mine}) AND c.${company}`,
  );
  const [direction, caller, callee, status, by, hangup, rang, gap, lasted, sum] = line!.split('|');
  expect(sum, 'each moment belongs to one phase').toBe(lasted);
  return {
    direction,
    caller,
    callee,
    status: statusWords[status!] ?? status,
    answered_by: by || null,
    hangup_by: hangup,
    ring_s: rang === '-1' ? null : near(rang!),
    gap: gap === '1',
    legs: parts('p.endpoint, p.role, p.answered_us IS NOT NULL', 'call_legs', 'p.leg').map(
      ([endpoint, role, answered]) => `${endpoint} ${role} ${/^[1t]/.test(answered!)}`,
    ),
    segments: parts(
      `(SELECT l.endpoint FROM call_legs l WHERE l.company_id = p.company_id AND l.call_id = p.call_id
        AND l.leg = p.leg), p.kind, p.entered_us - c.started_us, p.left_us - c.started_us`,
      'call_segments',
      'p.leg, p.segment',
    ).map(([party, kind, enter, leave]) => `${party} ${kind} ${near(enter!)} ${near(leave!)}`),
    transfers: parts('p.kind, p.from_party, p.to_party, p.result', 'call_transfers', 'p.transfer'),
    queues: parts(
      `p.queue, p.left_us - p.joined_us, p.result, COALESCE(p.agent, '')`,
      'call_queue_visits',
      'p.visit',
    ).map(([queue, waited, result, agent]) => [queue, near(waited!), result, agent]),
  };
}

/** The same of a replay. */
function replayed(name: string): Body[] {
  const args = ['ami', 'replay', recordingPath(name), '--trunk', 'trunk', '--truth'];
  const { calls } = JSON.parse(execFileSync(hatif, args, { encoding: 'utf8' }));
  const s = (value: number) => value.toFixed(3);
  return calls.map((call: Body) => ({
    direction: call.direction,
    caller: call.caller,
    callee: call.callee,
    status: call.status,
    answered_by: call.answered_by,
    hangup_by: call.hangup_by,
    ring_s: call.ring_s === null ? null : s(call.ring_s),
    gap: call.gap ?? false,
    legs: call.legs.map((leg: Body) => `${leg.endpoint} ${leg.role} ${leg.answered}`),
    segments: call.segments.map(
      (one: Body) => `${one.party} ${one.kind} ${s(one.enter)} ${s(one.leave)}`,
    ),
    transfers: call.transfers.map((one: Body) => [one.type, one.from, one.to, one.result]),
    queues: call.queues.map((one: Body) => [one.queue, s(one.wait_s), one.result, one.agent ?? '']),
  }));
}

/* ---- Recordings ----------------------------------------------------------------------------- */

describe('what a PBX says becomes rows', () => {
  let place: Place;
  let live: Live;
  beforeAll(async () => {
    place = await startPlace();
    live = await hearing(place.admin);
  });
  afterAll(async () => {
    live?.close();
    await stopPlace(place);
  });

  test.each([
    'a1_inbound_caller_hangs',
    'b1_no_answer',
    'c1_busy',
    'd1_rejected',
    'd3_unknown_did',
    'e1_cancel',
    'f1_queue_answer',
    'f2_queue_abandon',
    'f3_queue_timeout',
    'f4_queue_overflow',
    'f6_queue_local_members',
    'g1_blind_ami',
    'g3_blind_busy',
    'g4_redirect',
    'h1_atxfer_completed',
    'h2_atxfer_cancelled',
    'h4_atxfer_refer_replaces',
    'j1_outgoing',
    'k1_click_to_call',
    'l1_hold',
    'm1_conference',
    'n1_park',
    'o1_recorded',
  ])('%s: the rows of a replay', async (name) => {
    const wanted = replayed(name);
    const before = new Set(linkedids(place));
    place.player.play(name);
    const fresh = await until(
      () => linkedids(place).filter((id) => !before.has(id)),
      (ids) => ids.length === wanted.length && openCalls(place) === 0,
    );
    expect(fresh.map((id) => called(place, id))).toEqual(wanted);
    for (const id of fresh) {
      const { call } = (await place.admin.get(`/api/calls/${id}`)).body;
      expect(call).toMatchObject({ source: 'pbx', is_active: false, linkedid: id });
      const told = (type: string) =>
        live.messages.filter((m) => m.type === type && m.data.call_id === call.call_id);
      await live.wait((m) => m.type === 'call:ended' && m.data.call_id === call.call_id);
      expect(told('call:new')).toHaveLength(1);
      expect(told('call:ended')).toHaveLength(1);
      expect(told('call:ended')[0]!.data.duration).toBe(call.duration);
    }
  });
});

/* ---- Whose call it is --------------------------------------------------------------------- */

describe('whose call it is', () => {
  let place: Place;
  let sarah: Client;
  let omar: Client;
  let stranger: Client;
  beforeAll(async () => {
    place = await startPlace();
    const { server, admin } = place;
    sarah = await signIn(server, 'AG001');
    omar = await signIn(server, 'AG002');
    stranger = await signIn(server, 'admin', 'homes');
    for (const [extension, agent] of [
      ['1001', 1],
      ['1002', 2],
    ]) {
      const [id] = rows(place, `SELECT id FROM agents WHERE ${company} AND agent_no = ${agent}`);
      const reply = await admin.post('/api/extensions', { extension, agent_id: Number(id) });
      expect(reply.status, reply.text).toBe(201);
    }
    changeRows(
      server,
      `INSERT INTO customers (company_id, id, phone, name, created_us, updated_us)
       SELECT id, 9000, '+447700900001', 'Ann of the outside', 0, 0 FROM companies WHERE code = 'gulf'`,
    );
  });
  afterAll(() => stopPlace(place));

  const one = async (client: Client, id: string): Promise<Body> =>
    (await client.get(`/api/calls/${id}`)).body.call;

  async function played(name: string): Promise<string> {
    const before = new Set(linkedids(place));
    place.player.play(name);
    const [id] = await until(
      () => linkedids(place).filter((known) => !before.has(known)),
      (ids) => ids.length > 0 && openCalls(place) === 0,
    );
    return id!;
  }

  test('agent of the phone, customer of the number; the agent hears it, others do not', async () => {
    const [hers, his, theirs] = await Promise.all([sarah, omar, stranger].map(hearing));
    const id = await played('a1_inbound_caller_hangs');
    const call = await one(place.admin, id);
    expect(call).toMatchObject({
      agent_id: 'AGT-001',
      agent_exten: '1001',
      phone_number: '+447700900001',
      customer_name: 'Ann of the outside',
      customer_id: 9000,
      status: 'completed',
      handled_by: 'agent',
      trunk: 'trunk',
    });
    expect(call.team_id).not.toBeNull();
    await hers!.wait((m) => m.type === 'call:ended' && m.data.call_id === call.call_id);
    expect((await one(sarah, id)).id).toBe(call.id);
    expect((await omar.get(`/api/calls/${id}`)).status).toBe(404);
    expect((await stranger.get(`/api/calls/${id}`)).status).toBe(404);
    for (const client of [his!, theirs!])
      expect(client.messages.filter((m) => String(m.type).startsWith('call:'))).toEqual([]);
    for (const client of [hers, his, theirs]) client!.close();
  });

  test('who waits in the queue of a department is gone for those of it who did not get the call', async () => {
    const third = await signIn(place.server, 'AG003');
    const routes = [{ department: 'sales', exten: '600', queue: 'sales' }];
    expect((await place.admin.put('/api/settings/calls', { routes })).status).toBe(200);
    const [his, theirs] = await Promise.all([third, stranger].map(hearing));
    const step = place.player.open('f1_queue_answer');
    let id = '';
    step((event, get) => {
      if (event === 'QueueCallerJoin') id = get('Linkedid');
      return event === 'QueueCallerJoin';
    });
    // It waits, and is his to see.
    await his!.wait((m) => m.data?.call?.linkedid === id && m.data.call.department === 'sales');
    expect((await third.get(`/api/calls/${id}`)).status).toBe(200);
    step();
    await until(
      () => openCalls(place),
      (open) => open === 0,
    );
    const call = await one(place.admin, id);
    expect(call).toMatchObject({ agent_id: 'AGT-001', queue: 'sales', department: 'sales' });
    await his!.wait((m) => m.type === 'call:removed' && m.data.call_id === call.call_id);
    const heard = his!.messages.filter((m) => m.data?.call_id === call.call_id);
    expect(heard.at(-1)!.type).toBe('call:removed');
    expect((await third.get(`/api/calls/${id}`)).status).toBe(404);
    // Omar's phone rang too: he had a part in it.
    expect((await one(omar, id)).id).toBe(call.id);
    expect(theirs!.messages.filter((m) => String(m.type).startsWith('call:'))).toEqual([]);
    for (const live of [his, theirs]) live!.close();
  });

  test("after a transfer it is the other one's, and both may see it", async () => {
    const live = await hearing(place.admin);
    const id = await played('h1_atxfer_completed');
    const call = await one(place.admin, id);
    expect(call).toMatchObject({ agent_id: 'AGT-002', transfers: 1 });
    const moved = await live.wait(
      (m) => m.type === 'call:transferred' && m.data.call_id === call.call_id,
    );
    expect(moved.data).toMatchObject({ to_agent: 'AGT-002', to_department: null });
    live.close();
    for (const client of [sarah, omar]) expect((await one(client, id)).id).toBe(call.id);
    const talked = rows(
      place,
      `SELECT a.agent_no, SUM(l.talk_us) > 0 FROM call_legs l JOIN agents a
         ON a.company_id = l.company_id AND a.id = l.agent_id
       WHERE l.${company} AND l.call_id = ${call.id} GROUP BY a.agent_no ORDER BY 1`,
    );
    expect(talked.map((line) => line.replace('|t', '|1'))).toEqual(['1|1', '2|1']);
  });

  test('a call that somebody asked for stays that row, with whom it is and what it is about', async () => {
    const [truth] = replayed('k1_click_to_call');
    const id = execFileSync('grep', ['-a', '-m1', '^Uniqueid', recordingPath('k1_click_to_call')])
      .toString()
      .slice('Uniqueid: '.length)
      .trim();
    const [order] = rows(place, `SELECT MAX(id) FROM orders WHERE ${company}`);
    changeRows(
      place.server,
      `INSERT INTO calls (company_id, id, call_code, source, linkedid, direction, status,
         status_source, is_active, phone_number, customer_name, order_id, initiated_by, started_us,
         as_of_us)
       SELECT a.company_id, 9000001, 'CALL-C11C0000', 'pbx', '${id}', 'outgoing', 'initiated', 'api',
         1, '+971501234567', 'Whom Sarah wanted', ${order}, a.user_id, ${Date.now() * 1000},
         ${Date.now() * 1000} FROM agents a WHERE a.${company} AND a.agent_no = 1`,
    );
    place.player.play('k1_click_to_call');
    await until(
      () => openCalls(place),
      (open) => open === 0,
    );
    expect(await one(place.admin, id)).toMatchObject({
      id: 9000001,
      call_id: 'CALL-C11C0000',
      status: 'completed',
      status_source: 'pbx',
      order_id: Number(order),
      phone_number: '+971501234567',
      customer_name: 'Whom Sarah wanted',
      agent_id: 'AGT-001',
    });
    expect(called(place, id)).toEqual(truth);
    expect(linkedids(place).filter((known) => known === id)).toHaveLength(1);
  });
});

/* ---- Whoever was away ------------------------------------------------------------------------ */

describe('the link, the PBX or the program goes away in mid-call', () => {
  let place: Place;
  beforeAll(async () => {
    place = await startPlace();
  });
  afterAll(() => stopPlace(place));

  /** A call up to the moment when two people talk; gives the rest of it. */
  async function talking(name = 'a1_inbound_caller_hangs') {
    const before = new Set(linkedids(place));
    const step = place.player.open(name);
    let entered = 0;
    step((event) => event === 'BridgeEnter' && ++entered === 2);
    const [id] = await until(
      () => linkedids(place).filter((known) => !before.has(known)),
      (ids) => ids.length === 1,
    );
    await until(
      () => fact(id!, 'status'),
      (status) => status === 'in_progress',
    );
    return { id: id!, rest: () => step() };
  }
  const fact = (id: string, column: string) =>
    rows(place, `SELECT ${column} FROM calls WHERE ${company} AND linkedid = '${id}'`)[0];
  const stays = (call: Body) =>
    call.segments.map((line: string) => line.split(' ').slice(0, 2).join(' '));
  const moments = (call: Body): number[] =>
    call.segments.flatMap((line: string) => line.split(' ').slice(2).map(Number));
  const segments = (ids: string[]) =>
    Number(
      rows(
        place,
        `SELECT COUNT(*) FROM call_segments s JOIN calls c ON c.company_id = s.company_id AND c.id = s.call_id
         WHERE c.${company} AND c.linkedid IN (${ids.map((id) => `'${id}'`).join()})`,
      )[0],
    );
  const outages = () =>
    Number(
      rows(
        place,
        `SELECT COUNT(*) FROM pbx_link_log WHERE ${company} AND calls_reconstructed IS NOT NULL`,
      )[0],
    );
  const back = async (before: number) =>
    until(
      () => outages(),
      (now) => now > before,
    );

  test('the link is lost: the call goes on in its row, with a gap, and the outage says so', async () => {
    const before = outages();
    const live = await hearing(place.admin);
    const { id, rest } = await talking();
    place.pbx.down();
    await live.wait((m) => m.type === 'pbx:changed' && m.data.pbx.state === 'lost');
    place.pbx.up();
    await back(before);
    expect(await outage(place.admin)).toMatchObject({
      state: 'lost',
      calls_reconstructed: 1,
      calls_interrupted: 0,
    });
    expect((await outage(place.admin)).ended_at).not.toBeNull();
    rest();
    await until(
      () => fact(id, 'status'),
      (status) => status === 'completed',
    );
    const call = called(place, id);
    expect(call).toMatchObject({ gap: true, answered_by: '1001', hangup_by: 'caller' });
    expect(call.segments).toEqual(replayed('a1_inbound_caller_hangs')[0]!.segments);
    expect(linkedids(place).filter((one) => one === id)).toHaveLength(1);
    live.close();
  });

  test('what ended meanwhile was interrupted where it was last heard of', async () => {
    const before = outages();
    const live = await hearing(place.admin);
    const { id, rest } = await talking('a2_inbound_callee_hangs');
    place.pbx.down();
    rest();
    place.pbx.up();
    await back(before);
    expect(await outage(place.admin)).toMatchObject({
      calls_reconstructed: 0,
      calls_interrupted: 1,
    });
    expect([fact(id, 'status'), fact(id, 'has_gap')]).toEqual(['interrupted', '1']);
    await live.wait((m) => m.type === 'call:ended' && m.data.call.linkedid === id);
    live.close();
  });

  test('the PBX starts anew: its calls of before are over', async () => {
    const before = outages();
    const { id } = await talking('i1_internal');
    place.pbx.down();
    place.player.forget();
    place.pbx.booted = '2026-11-21 04:00:00';
    place.pbx.up();
    await back(before);
    await until(
      () => [
        fact(id, 'status'),
        ...rows(place, `SELECT booted_at FROM pbx_links WHERE ${company}`),
      ],
      ([status, booted]) => status === 'interrupted' && booted === '2026-11-21 04:00:00',
    );
    const known = linkedids(place).length;
    place.player.play('b1_no_answer');
    await until(
      () => openCalls(place),
      (open) => open === 0 && linkedids(place).length === known + 1,
    );
  });

  test('the program is killed: the call goes on in its row, the other has ended', async () => {
    const before = outages();
    const over = await talking('j1_outgoing');
    const { id, rest } = await talking('l1_hold');
    await place.server.crash(() => over.rest());
    await back(before);
    expect(await outage(place.admin)).toMatchObject({
      calls_reconstructed: 1,
      calls_interrupted: 1,
    });
    expect(fact(over.id, 'status')).toBe('interrupted');
    expect([fact(id, 'status'), fact(id, 'has_gap')]).toEqual(['in_progress', '1']);
    rest();
    await until(
      () => fact(id, 'status'),
      (status) => status === 'completed',
    );
    const [wanted] = replayed('l1_hold');
    expect(called(place, id)).toEqual({ ...wanted, gap: true });
  });

  /* Bridges entered until somebody is asked, and what became of it. */
  test.each([
    ['h1_atxfer_completed', 6],
    ['h2_atxfer_cancelled', 6],
    ['h4_atxfer_refer_replaces', 4],
  ])('%s: the program is killed while a colleague is asked', async (name, bridged) => {
    const before = outages();
    const known = new Set(linkedids(place));
    const step = place.player.open(name);
    let entered = 0;
    step((event) => event === 'BridgeEnter' && ++entered === bridged);
    const fresh = await until(
      () => linkedids(place).filter((id) => !known.has(id)),
      (ids) => ids.length > 0 && segments(ids) >= 4,
    );
    await place.server.crash();
    await back(before);
    step();
    await until(
      () => fact(fresh[0]!, 'is_active'),
      (active) => active === '0',
    );
    const [wanted] = replayed(name);
    const got = called(place, fresh[0]!);
    expect({ ...got, segments: stays(got) }).toEqual({
      ...wanted,
      segments: stays(wanted!),
      gap: true,
    });
    // Rounded to thousandths on two ways.
    moments(got).forEach((at, i) => {
      expect(at).toBeCloseTo(moments(wanted!)[i]!, 2);
    });
  });

  test('who waits in a queue waits on, and is seen to give up', async () => {
    const before = outages();
    const step = place.player.open('f2_queue_abandon');
    let id = '';
    step((event, get) => {
      if (event === 'QueueCallerJoin') id = get('Linkedid');
      return event === 'QueueCallerJoin';
    });
    await until(
      () => fact(id, 'status'),
      (status) => status === 'queued',
    );
    await place.server.crash();
    await back(before);
    step();
    await until(
      () => fact(id, 'is_active'),
      (active) => active === '0',
    );
    const [wanted] = replayed('f2_queue_abandon');
    const got = called(place, id);
    expect(got.queues).toEqual(wanted!.queues);
    expect(got).toMatchObject({ status: 'abandoned', gap: true });
  });

  test('calls that were there before the link are taken up', async () => {
    const before = outages();
    place.pbx.down();
    const step = place.player.open('g1_blind_ami');
    let id = '';
    step((event, get) => {
      if (event === 'BridgeEnter') id = get('Linkedid');
      return event === 'BlindTransfer';
    });
    place.pbx.up();
    await back(before);
    expect((await outage(place.admin)).calls_reconstructed).toBe(1);
    expect(fact(id, 'has_gap')).toBe('1');
    step();
    await until(
      () => fact(id, 'is_active'),
      (active) => active === '0',
    );
    expect(called(place, id)).toMatchObject({ status: 'answered', hangup_by: 'caller' });
  });

  test.runIf(process.env.HATIF_ENGINE === 'postgres')(
    'another server takes the link over: the call goes on in its row',
    async () => {
      const before = outages();
      const { id, rest } = await talking('o1_recorded');
      const { server } = place;
      const flags = ['--fetch-allow', '127.0.0.1'];
      const second = await startServerOn(server.db, temporary('second'), { flags });
      try {
        server.process.kill('SIGKILL');
        await until(
          () => outages(),
          (now) => now > before,
          60_000,
        );
        expect(fact(id, 'has_gap')).toBe('1');
        rest();
        await until(
          () => fact(id, 'status'),
          (status) => status === 'completed',
        );
        const [wanted] = replayed('o1_recorded');
        expect(called(place, id)).toEqual({ ...wanted, gap: true });
      } finally {
        await second.stop();
        await server.crash();
      }
    },
  );
});
