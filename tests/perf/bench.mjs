/*
 * bench.mjs - what one request costs, beside a reference measured in the same run.
 *
 * CPU is user + system time of the server's process, read from /proc before and after a load made
 * by wrk; so it holds whatever else the machine does. Nothing here fails by being slow: it prints
 * figures, targets and by how much they are missed.
 */
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

const here = import.meta.dirname;
const { HATIF_BIN: hatif, BENCH_DIR: folder } = process.env;
const seconds = Number(process.env.BENCH_SECONDS ?? 5);
const scale = Number(process.env.BENCH_SCALE ?? 2500);
const password = 'correct-horse-9';
const key = 'a5'.repeat(32);
const ticks = 100; // clock ticks a second: USER_HZ is 100 on Linux
const children = [];

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function cpuUs(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1e6) / ticks;
}

function rssKb(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]);
}

function start(command, args, ready, env = {}) {
  const child = spawn(command, args, {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, HATIF_SECRET_KEY: key, ...env },
  });
  children.push(child);
  return new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      if (chunk.toString().includes(ready)) resolve(child);
    });
    child.on('exit', (code) => reject(new Error(`${command} ended with ${code}`)));
  });
}

/** Requests, errors, p99 in ms, and CPU µs a request of one load. */
function load(pid, url, { connections = 16, token, script, duration = seconds } = {}) {
  const args = ['-t1', `-c${connections}`, `-d${duration}s`, '--latency'];
  if (token) args.push('-H', `Authorization: Bearer ${token}`);
  args.push('-H', 'Content-Type: application/json');
  if (script) args.push('-s', join(here, script));
  const run = (d) =>
    spawnSync('wrk', args.map((a) => (a.startsWith('-d') ? `-d${d}s` : a)).concat(url), {
      encoding: 'utf8',
    });
  run(1); // warm
  const before = cpuUs(pid);
  const { stdout } = run(duration);
  const cpu = cpuUs(pid) - before;
  const requests = Number(/(\d+) requests in/.exec(stdout)?.[1] ?? 0);
  const unit = { us: 0.001, ms: 1, s: 1000 };
  const [, p99 = 'NaN', p99Unit = 'ms'] = /99%\s+([\d.]+)(us|ms|s)/.exec(stdout) ?? [];
  const bad = Number(/Non-2xx or 3xx responses: (\d+)/.exec(stdout)?.[1] ?? 0);
  return { cpu: cpu / requests, rate: requests / duration, p99: Number(p99) * unit[p99Unit], bad };
}

const rows = [];
function report(what, value, unit, target, { least = false, note = '' } = {}) {
  const met = least ? value >= target : value <= target;
  const miss = met ? '' : `  missed by ${(Math.abs(value / target - 1) * 100).toFixed(0)} %`;
  rows.push({ what, value, unit, target, met, note });
  console.log(
    `${met ? 'ok  ' : 'MISS'} ${what.padEnd(44)} ${value.toFixed(value < 10 ? 2 : 0).padStart(9)} ${unit.padEnd(4)} ${least ? '≥' : '≤'} ${target}${miss}${note ? `  (${note})` : ''}`,
  );
}

async function startHatif(db, flags = []) {
  const port = await freePort();
  const began = performance.now();
  const child = await start(
    hatif,
    [
      'serve',
      '--db',
      db,
      '--listen',
      `127.0.0.1:${port}`,
      '--rate-user',
      '1000000',
      '--rate-ip',
      '10000000',
      '--rate-login',
      '100000',
      '--sockets-per-user',
      '20000',
      '--log-level',
      'error',
      ...flags,
    ],
    'listening',
  );
  const ms = performance.now() - began;
  const login = await fetch(`http://127.0.0.1:${port}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'admin', password, company: 'gulf' }),
  });
  const { token } = await login.json();
  if (!token) throw new Error('no login');
  return { child, pid: child.pid, url: `http://127.0.0.1:${port}`, token, ms };
}

async function stop(child) {
  child.removeAllListeners('exit');
  const gone = new Promise((resolve) => child.on('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}

const listPath = '/api/agent/orders?orders=all&date=all&per_page=50&page=1';

async function small() {
  const db = join(folder, 'demo.db');
  if (!existsSync(db))
    spawnSync(hatif, ['demo', '--db', `sqlite:${db}`, '--password', password], {
      env: { ...process.env, HATIF_SECRET_KEY: key },
    });
  const server = await startHatif(`sqlite:${db}`);
  report('cold start with the demo company', server.ms / 1000, 's', 0.3);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  report('memory at rest with the demo company', rssKb(server.pid) / 1024, 'MB', 32);
  await sockets(server);
  await stop(server.child);
}

async function sockets(server) {
  const count = 10000;
  const before = rssKb(server.pid);
  const held = await start(
    process.execPath,
    [
      join(here, 'sockets.mjs'),
      `${server.url.replace('http', 'ws')}/ws/updates`,
      server.token,
      String(count),
    ],
    '"open"',
  );
  report('memory of an idle socket', (rssKb(server.pid) - before) / count, 'KB', 2, {
    note: `${count} sockets`,
  });
  const rounds = 60;
  const change = (status) =>
    fetch(`${server.url}/api/agent/orders/1847/notes`, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ note: status }),
    });
  await change('warm');
  const cpu = cpuUs(server.pid);
  for (let i = 0; i < rounds; i += 1) await change(`note ${i}`);
  await new Promise((resolve) => setTimeout(resolve, 3000));
  const spent = cpuUs(server.pid) - cpu;
  const received = await new Promise((resolve) => {
    held.stdout.once('data', (chunk) =>
      resolve(JSON.parse(chunk.toString().split('\n')[0]).received),
    );
    held.stdin.write('\n');
  });
  report('CPU of a delivery', spent / Math.max(1, received - count), 'µs', 8, {
    note: `${received} delivered`,
  });
  held.removeAllListeners('exit');
  held.stdin.end();
  held.kill();
}

async function large(engine, db) {
  const server = await startHatif(db);
  const list = load(server.pid, server.url + listPath, { token: server.token });
  const one = load(server.pid, `${server.url}/api/agent/orders/1847`, { token: server.token });
  const create = load(server.pid, `${server.url}/api/orders`, {
    token: server.token,
    connections: 64,
    script: 'create.lua',
  });
  await stop(server.child);
  for (const [name, result] of Object.entries({ list, one, create }))
    if (result.bad) console.log(`     ${engine} ${name}: ${result.bad} answers were not 2xx`);
  return { list, one, create };
}

async function reference(file) {
  const port = await freePort();
  const child = await start(
    process.execPath,
    [join(here, 'reference.mjs'), file, String(port)],
    'listening',
  );
  const url = `http://127.0.0.1:${port}`;
  const result = {
    list: load(child.pid, `${url}/list`, { token: 'x' }),
    one: load(child.pid, `${url}/one/1847`, { token: 'x' }),
    create: load(child.pid, `${url}/create`, { token: 'x', connections: 64, script: 'create.lua' }),
  };
  await stop(child);
  return result;
}

async function main() {
  await small();
  const file = join(folder, `orders-${scale}.db`);
  if (!existsSync(file)) {
    console.log(`     making ${scale * 400} orders once, kept in ${folder}`);
    spawnSync(
      hatif,
      ['demo', '--db', `sqlite:${file}`, '--password', password, '--scale', String(scale)],
      { stdio: 'inherit', env: { ...process.env, HATIF_SECRET_KEY: key } },
    );
  }
  const copy = join(folder, 'reference.db');
  const own = join(folder, 'run.db');
  copyFileSync(file, own);
  const ours = await large('sqlite', `sqlite:${own}`);
  for (const tail of ['', '-wal', '-shm', '.lock']) rmSync(own + tail, { force: true });
  copyFileSync(file, copy);
  const theirs = await reference(copy);
  for (const tail of ['', '-wal', '-shm']) rmSync(copy + tail, { force: true });
  const ratio = (part) =>
    `reference ${theirs[part].cpu.toFixed(0)} µs, ${theirs[part].rate.toFixed(0)}/s`;
  report('50-row list: CPU', ours.list.cpu, 'µs', 110, { note: ratio('list') });
  report('50-row list: share of the reference', ours.list.cpu / theirs.list.cpu, '', 1 / 3);
  report('50-row list: p99', ours.list.p99, 'ms', 20, { note: `${ours.list.rate.toFixed(0)}/s` });
  report('one order: CPU', ours.one.cpu, 'µs', 22, { note: ratio('one') });
  report('durable create: CPU', ours.create.cpu, 'µs', 65, { note: ratio('create') });
  report('durable create: share of the reference', ours.create.cpu / theirs.create.cpu, '', 0.25);
  report('durable create: rate with 64 connections', ours.create.rate, '/s', 10000, {
    least: true,
    note: `p99 ${ours.create.p99.toFixed(1)} ms`,
  });
  if (process.env.HATIF_TEST_PG) {
    spawnSync(
      hatif,
      ['demo', '--db', process.env.HATIF_TEST_PG, '--password', password, '--scale', String(scale)],
      { stdio: 'inherit', env: { ...process.env, HATIF_SECRET_KEY: key } },
    );
    const postgres = await large('postgres', process.env.HATIF_TEST_PG);
    report('PostgreSQL: 50-row list: p99', postgres.list.p99, 'ms', 20, {
      note: `${postgres.list.cpu.toFixed(0)} µs of ours, ${postgres.list.rate.toFixed(0)}/s`,
    });
    report('PostgreSQL: create: rate', postgres.create.rate, '/s', 1000, {
      least: true,
      note: `${postgres.create.cpu.toFixed(0)} µs of ours`,
    });
  }
  writeFileSync(
    join(folder, 'results.json'),
    JSON.stringify({ at: new Date().toISOString(), scale, seconds, rows }, null, 2),
  );
  console.log(`\n${rows.filter((row) => row.met).length} of ${rows.length} targets met`);
}

try {
  await main();
} finally {
  for (const child of children) child.kill('SIGKILL');
}
