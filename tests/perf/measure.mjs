/*
 * measure.mjs - servers, loads and figures of script/bench, for its parts.
 *
 * CPU is user + system time of the server's process, read from /proc before and after a load; so
 * it holds whatever else the machine does.
 */
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

export const here = import.meta.dirname;
export const { HATIF_BIN: hatif, BENCH_DIR: folder } = process.env;
export const seconds = Number(process.env.BENCH_SECONDS ?? 5);
export const scale = Number(process.env.BENCH_SCALE ?? 2500);
export const repeat = Number(process.env.BENCH_REPEAT ?? 3);
export const parts = (process.env.BENCH_PARTS ?? 'small,fanout,widget,sqlite,lists,calls').split(
  ',',
);
export const password = 'correct-horse-9';
export const key = 'a5'.repeat(32);
const ticks = 100; // clock ticks a second: USER_HZ is 100 on Linux
export const children = [];

export function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

export function cpuUs(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1e6) / ticks;
}

export function rssKb(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]);
}

export function start(command, args, ready, env = {}, input = '') {
  const child = spawn(command, args, {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, HATIF_SECRET_KEY: key, ...env },
  });
  children.push(child);
  if (input) child.stdin.write(input);
  return new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      if (chunk.toString().includes(ready)) resolve(child);
    });
    child.on('exit', (code) => reject(new Error(`${command} ended with ${code}`)));
  });
}

/**
 * Requests, errors, p99 in ms, and CPU µs a request of one load: the best of several, because what
 * else runs on the machine only ever adds.
 */
export function load(pid, url, { connections = 16, token, script, duration = seconds } = {}) {
  const args = ['-t1', `-c${connections}`, `-d${duration}s`, '--latency'];
  if (token) args.push('-H', `Authorization: Bearer ${token}`);
  args.push('-H', 'Content-Type: application/json');
  if (script) args.push('-s', join(here, script));
  const run = (d) =>
    spawnSync('wrk', args.map((a) => (a.startsWith('-d') ? `-d${d}s` : a)).concat(url), {
      encoding: 'utf8',
    });
  const unit = { us: 0.001, ms: 1, s: 1000 };
  const best = { cpu: Infinity, rate: 0, p99: Infinity, bad: 0 };
  run(1); // warm
  for (let i = 0; i < repeat; i += 1) {
    const before = cpuUs(pid);
    const { stdout } = run(duration);
    const cpu = cpuUs(pid) - before;
    const requests = Number(/(\d+) requests in/.exec(stdout)?.[1] ?? 0);
    const [, p99 = 'NaN', p99Unit = 'ms'] = /99%\s+([\d.]+)(us|ms|s)/.exec(stdout) ?? [];
    best.cpu = Math.min(best.cpu, cpu / requests);
    best.rate = Math.max(best.rate, requests / duration);
    best.p99 = Math.min(best.p99, Number(p99) * unit[p99Unit]);
    best.bad += Number(/Non-2xx or 3xx responses: (\d+)/.exec(stdout)?.[1] ?? 0);
  }
  return best;
}

export const rows = [];
export function report(what, value, unit, target, { least = false, note = '' } = {}) {
  const met = least ? value >= target : value <= target;
  const miss = met ? '' : `  missed by ${(Math.abs(value / target - 1) * 100).toFixed(0)} %`;
  rows.push({ what, value, unit, target, met, note });
  console.log(
    `${met ? 'ok  ' : 'MISS'} ${what.padEnd(44)} ${value.toFixed(value < 10 ? 2 : 0).padStart(9)} ${unit.padEnd(4)} ${least ? '≥' : '≤'} ${target}${miss}${note ? `  (${note})` : ''}`,
  );
}

export async function login(url, username) {
  const answer = await fetch(`${url}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password, company: 'gulf' }),
  });
  const { token } = await answer.json();
  if (!token) throw new Error(`no login of ${username}`);
  return token;
}

export async function startHatif(db, { flags = [], port, scheme = 'http' } = {}) {
  port ??= await freePort();
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
      '--sockets-per-address',
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
  const url = `${scheme}://127.0.0.1:${port}`;
  return { child, pid: child.pid, port, url, token: await login(url, 'admin'), ms };
}

export async function stop(child, signal = 'SIGTERM') {
  child.removeAllListeners('exit');
  const gone = new Promise((resolve) => child.on('exit', resolve));
  child.kill(signal);
  await gone;
}

/** Milliseconds of many requests, one after the other; the best of several rounds. */
export async function latency(url, token) {
  const headers = { authorization: `Bearer ${token}` };
  const best = { p99: Infinity, median: Infinity };
  for (let round = 0; round < repeat; round += 1) {
    const times = [];
    for (let i = 0; i < 60; i += 1) {
      const began = performance.now();
      const answer = await fetch(url, { headers });
      if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
      await answer.arrayBuffer();
      times.push(performance.now() - began);
    }
    times.sort((a, b) => a - b);
    best.p99 = Math.min(best.p99, times[58]);
    best.median = Math.min(best.median, times[30]);
  }
  return best;
}

/** The demo companies in a file of their own. */
export function demoFile() {
  const db = join(folder, 'demo.db');
  forget(db); // made by an older program, perhaps
  spawnSync(hatif, ['demo', '--db', `sqlite:${db}`, '--password', password], {
    env: { ...process.env, HATIF_SECRET_KEY: key },
  });
  return db;
}

/** The same in a database beside that one. */
export function demoDatabase(server) {
  const url = new URL(server);
  url.pathname = '/hatif_link';
  for (const text of ['DROP DATABASE IF EXISTS hatif_link', 'CREATE DATABASE hatif_link'])
    spawnSync('psql', ['-qAt', server, '-c', text], { stdio: 'inherit' });
  spawnSync(hatif, ['demo', '--db', url.href, '--password', password], {
    env: { ...process.env, HATIF_SECRET_KEY: key },
  });
  return url.href;
}

/** The next line of JSON of a child that has `key`. */
export function said(child, key) {
  return new Promise((resolve) => {
    let text = '';
    const look = (chunk) => {
      text += chunk.toString();
      const line = text.split('\n').find((one) => one.includes(`"${key}"`) && one.endsWith('}'));
      if (!line) return;
      child.stdout.off('data', look);
      resolve(JSON.parse(line));
    };
    child.stdout.on('data', look);
  });
}

/** The newest migration: what was filled by another schema is filled again. */
function schema() {
  const names = readdirSync(join(here, '../../db/migrations'));
  return Math.max(...names.map((name) => Number.parseInt(name, 10)));
}

export function fill(db) {
  console.log(`     making ${scale * 400} orders in ${db.split(':')[0]}`);
  const made = spawnSync(
    hatif,
    ['demo', '--db', db, '--password', password, '--scale', String(scale)],
    { stdio: 'inherit', env: { ...process.env, HATIF_SECRET_KEY: key } },
  );
  if (made.status !== 0) throw new Error('the orders could not be made');
}

/** A file of orders, kept for the next run; half a one is never taken for a whole one. */
export function filledFile() {
  const file = join(folder, `orders-${scale}-${schema()}.db`);
  if (existsSync(file)) return file;
  for (const name of readdirSync(folder))
    if (name.startsWith(`orders-${scale}`)) rmSync(join(folder, name));
  const draft = join(folder, 'making.db');
  forget(draft);
  fill(`sqlite:${draft}`);
  renameSync(draft, file);
  forget(draft);
  return file;
}

export function forget(file) {
  for (const tail of ['', '-wal', '-shm', '.lock']) rmSync(file + tail, { force: true });
}

export async function withCopy(file, use) {
  const copy = join(folder, `run-${process.pid}.db`);
  copyFileSync(file, copy);
  try {
    return await use(copy);
  } finally {
    forget(copy);
  }
}

export async function api(server, path, method = 'GET', body) {
  const answer = await fetch(`${server.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

export const pauseMs = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export async function until(look) {
  const end = performance.now() + 120_000;
  while (!(await look())) {
    if (performance.now() > end) throw new Error('it took longer than two minutes');
    await pauseMs(5);
  }
}

export async function counted(server, name) {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\d+)`, 'm').exec(text)?.[1] ?? 0);
}

/** Something that all of the company hear of. */
export async function note(server, text) {
  const answer = await fetch(`${server.url}/api/agent/orders/1847/notes`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ note: text }),
  });
  if (answer.status !== 201) throw new Error(`a note: ${answer.status}`);
}
