/* calls-part.mjs - what a PBX says: folded, over the link into rows, and what stays in memory. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  api,
  counted,
  folder,
  hatif,
  here,
  pauseMs,
  repeat,
  report,
  rssKb,
  startHatif,
  stop,
  until,
} from './measure.mjs';
import { secret as pbxSecret, startPbx, stream } from './pbx.mjs';

/** Two real calls, over and over, each time with names and times of their own. */
function recording(file, times) {
  const captures = join(here, '../ami/captures');
  const text = ['f1_queue_answer', 'g1_blind_ami']
    .map((name) => readFileSync(join(captures, `${name}.ami`), 'latin1'))
    .join('');
  const parts = [];
  for (let i = 0; i < times; i++)
    parts.push(
      text
        .replaceAll(/pbx1-(\d+)\./g, (_, epoch) => `pbx${i}-${epoch}.`)
        .replaceAll(/Timestamp: (\d+)/g, (_, seconds) => `Timestamp: ${Number(seconds) + i * 600}`),
    );
  writeFileSync(file, parts.join(''), 'latin1');
  return times * text.split('\nEvent: ').length;
}

/** Parser and fold of everything a PBX says, nothing filtered: events a second of one core. */
export function calls() {
  const file = join(folder, 'calls.ami');
  const events = recording(file, 400);
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < repeat; i++) {
    const began = performance.now();
    spawnSync(hatif, ['ami', 'replay', file, '--trunk', 'trunk']);
    best = Math.min(best, (performance.now() - began) / 1000);
  }
  report('calls: events of a PBX folded', events / best, '/s', 50_000, {
    least: true,
    note: `${events} events, reading and printing too`,
  });
}

const messages = (server) => counted(server, 'hatif_ami_messages_total');

/** Calls of a PBX that have ended, as rows say. */
function ended(db) {
  const text = 'SELECT COUNT(*) FROM calls WHERE linkedid IS NOT NULL AND is_active = 0';
  const [command, ...args] = db.startsWith('sqlite:')
    ? ['sqlite3', '-readonly', db.slice('sqlite:'.length), text]
    : ['psql', '-qAt', db, '-c', "SET hatif.company = '0'", '-c', text];
  return Number(spawnSync(command, args, { encoding: 'utf8' }).stdout);
}

/** The PBX says so many events a second, for as long as there are some; the most that waited unread. */
async function say(server, pbx, calls, every, perSecond) {
  const events = stream(calls, every);
  const rowsBefore = ended(server.db);
  const before = await messages(server);
  const began = performance.now();
  let said = 0;
  let behind = 0;
  while (said < events.length) {
    const due = Math.min(
      events.length,
      Math.ceil(((performance.now() - began) / 1000) * perSecond),
    );
    if (due > said) {
      await pbx.say(Buffer.concat(events.slice(said, due)));
      said = due;
    }
    behind = Math.max(behind, said - ((await messages(server)) - before));
    await pauseMs(2);
  }
  const saidIn = (performance.now() - began) / 1000;
  await until(async () => (await messages(server)) - before >= events.length);
  const readIn = (performance.now() - began) / 1000;
  await until(() => ended(server.db) - rowsBefore === calls);
  const storedIn = (performance.now() - began) / 1000;
  return { count: events.length, saidIn, readIn, storedIn, behind };
}

/** A server whose link to the PBX stands and has been told of a few calls. */
async function linked(db) {
  const server = { db, ...(await startHatif(db, { flags: ['--fetch-allow', '127.0.0.1'] })) };
  const pbx = await startPbx();
  await api(server, '/api/settings/pbx', 'PUT', {
    host: '127.0.0.1',
    port: pbx.port,
    username: 'hatif',
    secret: pbxSecret,
    trunks: [{ name: 'Carrier', endpoint: 'PJSIP/trunk' }],
  });
  await until(() => pbx.asked.has('QueueStatus'));
  await say(server, pbx, 20, 0.2, 2000); // warm
  return { server, pbx };
}

/** What goes by leaves nothing behind: the program's memory over calls that all have ended. */
export async function memoryPart(db) {
  const times = Number(process.env.BENCH_CALLS ?? 20_000) / 2000;
  const { server, pbx } = await linked(db);
  const sizes = [];
  for (let i = 0; i < times; i++) {
    await say(server, pbx, 2000, 0.01, 20_000);
    sizes.push(rssKb(server.child.pid));
  }
  const early = sizes[Math.min(2, times - 1)];
  report(
    `SQLite: memory after ${times * 2000} calls, beside ${3 * 2000}`,
    sizes.at(-1) / early,
    '×',
    1.1,
    {
      note: `${Math.round(early / 1024)} MB, then ${Math.round(sizes.at(-1) / 1024)} MB`,
    },
  );
  if (await counted(server, 'hatif_ami_dropped_total')) throw new Error('events were dropped');
  await stop(server.child);
  pbx.stop();
}

export async function linkPart(engine, db) {
  const { server, pbx } = await linked(db);
  const paced = await say(server, pbx, 1000, 0.02, 10_000);
  report(`${engine}: events of a PBX into rows`, paced.count / paced.storedIn, '/s', 9_500, {
    least: true,
    note: `10,000/s for ${paced.saidIn.toFixed(0)} s, ${paced.behind} unread at most, last row ${(paced.storedIn - paced.saidIn).toFixed(1)} s later`,
  });
  const most = await say(server, pbx, 500, 0.01, 20_000);
  report(`${engine}: the same, twice as fast`, most.count / most.storedIn, '/s', 10_000, {
    least: true,
    note: `20,000/s for ${most.saidIn.toFixed(0)} s, last row ${(most.storedIn - most.saidIn).toFixed(1)} s later`,
  });
  const burst = await say(server, pbx, 170, 0.001, Number.POSITIVE_INFINITY);
  report(`${engine}: ${burst.count} events at once, read`, burst.readIn, 's', 2, {
    note: `in rows after ${burst.storedIn.toFixed(1)} s`,
  });
  if (await counted(server, 'hatif_ami_dropped_total')) throw new Error('events were dropped');
  await stop(server.child);
  pbx.stop();
}
