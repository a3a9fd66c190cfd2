/* widget-part.mjs - customers of a company's pages: their lines, what they write, and their return. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import {
  api,
  cpuUs,
  demoFile,
  hatif,
  here,
  key,
  login,
  password,
  pauseMs,
  report,
  rssKb,
  said,
  start,
  startHatif,
  stop,
} from './measure.mjs';

const visitors = Number(process.env.BENCH_VISITORS ?? 10000);
const agents = Number(process.env.BENCH_AGENTS ?? 200);
const rate = Number(process.env.BENCH_MESSAGES ?? 1000);
const flags = ['--rate-visit', '1000000', '--rate-visitor', '1000000'];

function addAgents(db) {
  for (let n = 0; n < agents; n += 1)
    spawnSync(
      hatif,
      [
        'user',
        'add',
        '--db',
        `sqlite:${db}`,
        '--company',
        'gulf',
        '--username',
        `bench-${n}`,
      ].concat([
        '--name',
        `Bench ${n}`,
        '--role',
        'agent',
        '--password',
        password,
        '--log-level',
        'error',
      ]),
      { env: { ...process.env, HATIF_SECRET_KEY: key } },
    );
}

/** The line of the clients' answers that has `word`; asked for before they are told to do it. */
function tell(clients, command, word) {
  const answer = said(clients, word);
  clients.stdin.write(`${JSON.stringify(command)}\n`);
  return answer;
}

/** Each page's log against what the event log has for it. */
function compare(db, logs) {
  const stored = new Map();
  const out = spawnSync(
    'sqlite3',
    ['-readonly', db, 'SELECT subject_id, seq FROM events WHERE visitor_id > 0 ORDER BY seq'],
    { encoding: 'utf8', maxBuffer: 1 << 30 },
  ).stdout;
  for (const line of out.split('\n').filter(Boolean)) {
    const [chat, seq] = line.split('|').map(Number);
    if (!stored.has(chat)) stored.set(chat, []);
    stored.get(chat).push(seq);
  }
  let wrong = 0;
  for (const [chat, first, log] of logs) {
    const wanted = (stored.get(chat) ?? []).filter((seq) => seq > first);
    if (wanted.join() !== log.join()) wrong += 1;
  }
  return wrong;
}

export async function widget() {
  const db = demoFile();
  addAgents(db);
  const server = await startHatif(`sqlite:${db}`, { flags });
  const settings = await api(server, '/api/settings/chat');
  const quiet = { version: settings.settings.version, disconnect_grace_seconds: 0 };
  await api(server, '/api/settings/chat', 'PUT', quiet);
  const made = await api(server, '/api/settings/widgets', 'POST', { name: 'Bench' });
  const tokens = [];
  for (let n = 0; n < agents; n += 1) tokens.push(await login(server.url, `bench-${n}`));
  const clients = await start(
    process.execPath,
    [join(here, 'widget.mjs'), server.url, made.widget.key, String(visitors)],
    '"prepared"',
    {},
    `${JSON.stringify({ do: 'prepare', tokens })}\n`,
  );
  await pauseMs(2000);
  const before = rssKb(server.pid);
  await tell(clients, { do: 'open' }, 'open');
  report('memory of the lines', (rssKb(server.pid) - before) / 1024, 'MB', 30, {
    note: `${visitors} visitors, ${agents} agents`,
  });
  await pauseMs((visitors / 500) * 1000 + 2000); // all are said to be here
  const cpu = cpuUs(server.pid);
  const load = await tell(clients, { do: 'load', rate, seconds: 10 }, 'loaded');
  const spent = cpuUs(server.pid) - cpu;
  report('from sent to seen, p99', load.p99, 'ms', 100, {
    note: `${rate} messages a second, median ${load.p50.toFixed(1)} ms`,
  });
  report('CPU of a message, stored and told to both sides', spent / load.loaded, 'µs', 500);
  report('messages not seen or refused', load.loaded - load.seen + load.refused, '', 0, {
    note: `${load.seen} seen`,
  });
  const back = said(clients, 'back');
  await stop(server.child, 'SIGKILL');
  const second = await startHatif(`sqlite:${db}`, { port: server.port, flags });
  await tell(clients, { do: 'write', messages: 500 }, 'written');
  const { back: ms, errors, resynced } = await back;
  report('reconnect storm of visitors: all are back', ms / 1000, 's', 30, {
    note: `${visitors} visitors`,
  });
  report('reconnect storm of visitors: errors and resyncs', errors + resynced, '', 0);
  await pauseMs(3000);
  const { logs } = await tell(clients, { do: 'logs' }, 'logs');
  report('visitors whose log is not the event log', compare(db, logs), '', 0);
  clients.removeAllListeners('exit');
  clients.kill();
  await stop(second.child);
}
