/*
 * bench.mjs - what one request costs, beside a reference measured in the same run.
 *
 * CPU is user + system time of the server's process, read from /proc before and after a load made
 * by wrk; so it holds whatever else the machine does. Nothing here fails by being slow: it prints
 * figures, targets and by how much they are missed.
 */
import { spawn, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { secret as pbxSecret, startPbx, stream } from './pbx.mjs';

const here = import.meta.dirname;
const { HATIF_BIN: hatif, BENCH_DIR: folder } = process.env;
const seconds = Number(process.env.BENCH_SECONDS ?? 5);
const scale = Number(process.env.BENCH_SCALE ?? 2500);
const repeat = Number(process.env.BENCH_REPEAT ?? 3);
const parts = (process.env.BENCH_PARTS ?? 'small,sqlite,lists,calls').split(',');
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

/**
 * Requests, errors, p99 in ms, and CPU µs a request of one load: the best of several, because what
 * else runs on the machine only ever adds.
 */
function load(pid, url, { connections = 16, token, script, duration = seconds } = {}) {
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

const rows = [];
function report(what, value, unit, target, { least = false, note = '' } = {}) {
  const met = least ? value >= target : value <= target;
  const miss = met ? '' : `  missed by ${(Math.abs(value / target - 1) * 100).toFixed(0)} %`;
  rows.push({ what, value, unit, target, met, note });
  console.log(
    `${met ? 'ok  ' : 'MISS'} ${what.padEnd(44)} ${value.toFixed(value < 10 ? 2 : 0).padStart(9)} ${unit.padEnd(4)} ${least ? '≥' : '≤'} ${target}${miss}${note ? `  (${note})` : ''}`,
  );
}

async function login(url, username) {
  const answer = await fetch(`${url}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password, company: 'gulf' }),
  });
  const { token } = await answer.json();
  if (!token) throw new Error(`no login of ${username}`);
  return token;
}

async function startHatif(db, { flags = [], port, scheme = 'http' } = {}) {
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

async function stop(child, signal = 'SIGTERM') {
  child.removeAllListeners('exit');
  const gone = new Promise((resolve) => child.on('exit', resolve));
  child.kill(signal);
  await gone;
}

const listPath = '/api/agent/orders?orders=all&date=all&per_page=50&page=1';

const page = 'orders=all&per_page=50&page=';
const variants = {
  all: `${page}1&date=all`,
  today: `${page}1&date=today`,
  week: `${page}1&date=week`,
  month: `${page}1&date=month`,
  'a day of last year': `${page}1&date_from=2025-06-10&date_to=2025-06-10`,
  'a period in hours': `${page}1&date_from=2026-10-01T08:00:00Z&date_to=2026-11-01T08:00:00Z`,
  'page 200': `${page}200&date=all`,
  'oldest first': `${page}1&date=all&sort=created_at`,
  'new': `${page}1&date=all&status=new`,
  closed: `${page}1&date=all&status=closed`,
  'under review, oldest first': `${page}1&date=all&status=under_review&sort=created_at`,
  'two statuses': `${page}1&date=all&status=postponed,under_review`,
  'high priority': `${page}1&date=all&priority=high`,
  'high priority, cancelled': `${page}1&date=all&priority=high&status=cancelled`,
  'one agent': `${page}1&date=all&agent_id=AGT-001`,
  'one agent, one status': `${page}1&date=all&agent_id=AGT-001&status=postponed`,
  pool: 'orders=pool&date=all&per_page=50&page=1',
  'last updated': `${page}1&date=all&sort=-updated_at`,
  'first updated': `${page}1&date=all&sort=updated_at`,
  'last updated, new': `${page}1&date=all&sort=-updated_at&status=new`,
  'expected first': `${page}1&date=all&sort=expected_at`,
  'expected last, closed': `${page}1&date=all&sort=-expected_at&status=closed`,
  'last updated, today': `${page}1&date=today&sort=-updated_at`,
  'search a name': `${page}1&date=all&search=ahmed`,
  'search two words': `${page}1&date=all&search=fatima+marina`,
  'search a number': `${page}1&date=all&search=ORD-500000`,
  'search a phone': `${page}1&date=all&search=0501234567`,
  'search nothing there': `${page}1&date=all&search=zzqx`,
};

/** Milliseconds of many requests, one after the other; the best of several rounds. */
async function latency(url, token) {
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
function demoFile() {
  const db = join(folder, 'demo.db');
  forget(db); // made by an older program, perhaps
  spawnSync(hatif, ['demo', '--db', `sqlite:${db}`, '--password', password], {
    env: { ...process.env, HATIF_SECRET_KEY: key },
  });
  return db;
}

/** The same in a database beside that one. */
function demoDatabase(server) {
  const url = new URL(server);
  url.pathname = '/hatif_link';
  for (const text of ['DROP DATABASE IF EXISTS hatif_link', 'CREATE DATABASE hatif_link'])
    spawnSync('psql', ['-qAt', server, '-c', text], { stdio: 'inherit' });
  spawnSync(hatif, ['demo', '--db', url.href, '--password', password], {
    env: { ...process.env, HATIF_SECRET_KEY: key },
  });
  return url.href;
}

async function small() {
  const db = demoFile();
  const server = await startHatif(`sqlite:${db}`);
  report('cold start with the demo company', server.ms / 1000, 's', 0.3);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  report('memory at rest with the demo company', rssKb(server.pid) / 1024, 'MB', 32);
  await sockets(server);
  await stop(server.child);
  await storm(db);
  await tls(db);
}

/** The next line of JSON of a child that has `key`. */
function said(child, key) {
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

/** The program dies with ten thousand sockets, and all of them come back for what they missed. */
async function storm(db) {
  const count = 10000;
  const events = 5;
  const first = await startHatif(`sqlite:${db}`);
  const clients = await start(
    process.execPath,
    [
      join(here, 'storm.mjs'),
      `${first.url.replace('http', 'ws')}/ws/updates`,
      first.token,
      String(count),
    ],
    '"open"',
  );
  const back = said(clients, 'back');
  await stop(first.child, 'SIGKILL');
  const second = await startHatif(`sqlite:${db}`, { port: first.port });
  for (let n = 0; n < events; n += 1) await note(second, `storm ${n}`);
  const { back: ms, errors, resynced } = await back;
  report('reconnect storm: all are back', ms / 1000, 's', 30, { note: `${count} sockets` });
  report('reconnect storm: errors and resyncs', errors + resynced, '', 0);
  await new Promise((resolve) => setTimeout(resolve, 2000));
  const heard = said(clients, 'least');
  clients.stdin.write('\n');
  const { least, most, wrong } = await heard;
  report(
    'reconnect storm: events missed or doubled',
    events - least + (most - events) + wrong,
    '',
    0,
  );
  clients.removeAllListeners('exit');
  clients.stdin.end();
  await stop(second.child);
}

function certificate(name) {
  const files = { certificate: join(folder, `${name}.pem`), key: join(folder, `${name}.key`) };
  spawnSync('openssl', [
    ...'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj'.split(' '),
    `/CN=${name}`,
    ...['-keyout', files.key, '-out', files.certificate],
  ]);
  return files;
}

/** Whose certificate the server shows, and which version it speaks when only `max` is offered. */
function handshake(port, max) {
  return new Promise((resolve) => {
    const socket = connectTls(
      { port, host: '127.0.0.1', rejectUnauthorized: false, minVersion: 'TLSv1', maxVersion: max },
      () => {
        resolve({ name: socket.getPeerCertificate().subject.CN, version: socket.getProtocol() });
        socket.destroy();
      },
    );
    socket.on('error', () => resolve({}));
  });
}

async function tls(db) {
  const count = 500;
  const files = certificate('first');
  Object.assign(process.env, { NODE_TLS_REJECT_UNAUTHORIZED: '0', NODE_NO_WARNINGS: '1' });
  const server = await startHatif(`sqlite:${db}`, {
    flags: ['--tls-certificate', files.certificate, '--tls-key', files.key],
    scheme: 'https',
  });
  const old = await handshake(server.port, 'TLSv1.1');
  report('TLS older than 1.2 spoken', old.version ? 1 : 0, '', 0);
  const before = rssKb(server.pid);
  const held = await start(
    process.execPath,
    [
      join(here, 'sockets.mjs'),
      `${server.url.replace('https', 'wss')}/ws/updates`,
      server.token,
      String(count),
    ],
    '"open"',
  );
  report('memory of an idle TLS socket', (rssKb(server.pid) - before) / count, 'KB', 32, {
    note: `${count} sockets`,
  });
  const fresh = certificate('second');
  copyFileSync(fresh.certificate, files.certificate);
  copyFileSync(fresh.key, files.key);
  process.kill(server.pid, 'SIGHUP');
  const rounds = 40;
  const cpu = cpuUs(server.pid);
  for (let n = 0; n < rounds; n += 1) await note(server, `tls ${n}`);
  let received = 0;
  for (let wait = 0; received < rounds * count && wait < 120; wait += 1) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    const heard = said(held, 'received');
    held.stdin.write('\n');
    ({ received } = await heard);
  }
  const spent = cpuUs(server.pid) - cpu;
  const shown = await handshake(server.port, 'TLSv1.3');
  report('TLS: renewed certificate shown', shown.name === 'second' ? 1 : 0, '', 1, { least: true });
  report('TLS: deliveries missed meanwhile', Math.max(0, rounds * count - received), '', 0, {
    note: `${received} delivered, ${shown.version}`,
  });
  report('CPU of a delivery over TLS', spent / received, 'µs', 50);
  held.removeAllListeners('exit');
  held.stdin.end();
  await stop(server.child);
}

async function note(server, text) {
  const answer = await fetch(`${server.url}/api/agent/orders/1847/notes`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ note: text }),
  });
  if (answer.status !== 201) throw new Error(`a note: ${answer.status}`);
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
  await note(server, 'warm');
  const cpu = cpuUs(server.pid);
  for (let i = 0; i < rounds; i += 1) await note(server, `note ${i}`);
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

/** The newest migration: what was filled by another schema is filled again. */
function schema() {
  const names = readdirSync(join(here, '../../db/migrations'));
  return Math.max(...names.map((name) => Number.parseInt(name, 10)));
}

function fill(db) {
  console.log(`     making ${scale * 400} orders in ${db.split(':')[0]}`);
  const made = spawnSync(
    hatif,
    ['demo', '--db', db, '--password', password, '--scale', String(scale)],
    { stdio: 'inherit', env: { ...process.env, HATIF_SECRET_KEY: key } },
  );
  if (made.status !== 0) throw new Error('the orders could not be made');
}

/** A file of orders, kept for the next run; half a one is never taken for a whole one. */
function filledFile() {
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

function forget(file) {
  for (const tail of ['', '-wal', '-shm', '.lock']) rmSync(file + tail, { force: true });
}

async function withCopy(file, use) {
  const copy = join(folder, `run-${process.pid}.db`);
  copyFileSync(file, copy);
  try {
    return await use(copy);
  } finally {
    forget(copy);
  }
}

async function besideReference(file) {
  const ours = await withCopy(file, (copy) => large('sqlite', `sqlite:${copy}`));
  const theirs = await withCopy(file, reference);
  const ratio = (part) =>
    `reference ${theirs[part].cpu.toFixed(0)} µs, ${theirs[part].rate.toFixed(0)}/s`;
  report('50-row list: CPU', ours.list.cpu, 'µs', 110, { note: ratio('list') });
  report('50-row list: share of the reference', ours.list.cpu / theirs.list.cpu, '', 1 / 3);
  report('50-row list: p99', ours.list.p99, 'ms', 20, { note: `${ours.list.rate.toFixed(0)}/s` });
  report('one order with all that belongs to it: CPU', ours.one.cpu, 'µs', 22, {
    note: ratio('one'),
  });
  report('durable create: CPU', ours.create.cpu, 'µs', 65, { note: ratio('create') });
  report('durable create: share of the reference', ours.create.cpu / theirs.create.cpu, '', 0.25);
  report('durable create: rate with 64 connections', ours.create.rate, '/s', 10000, {
    least: true,
    note: `p99 ${ours.create.p99.toFixed(1)} ms`,
  });
}

async function postgres(db) {
  const result = await large('postgres', db);
  report('PostgreSQL: 50-row list: p99', result.list.p99, 'ms', 20, {
    note: `${result.list.cpu.toFixed(0)} µs of ours, ${result.list.rate.toFixed(0)}/s`,
  });
  report('PostgreSQL: create: rate', result.create.rate, '/s', 1000, {
    least: true,
    note: `${result.create.cpu.toFixed(0)} µs of ours`,
  });
}

/** Figures of agents, as each scope asks for them: read from counted days, never from the rows. */
const figures = {
  AG001: {
    dashboard: '/api/agent/dashboard',
    'performance of today': '/api/agent/performance',
    'performance of a month': '/api/agent/performance?period=month',
    'team comparison of a month': '/api/agent/performance/team-comparison?period=month',
  },
  supervisor: {
    dashboard: '/api/agent/dashboard',
    'team board': '/api/supervisor/team/live',
    'team performance of a month': '/api/supervisor/team/performance?period=month',
  },
  admin: {
    dashboard: '/api/agent/dashboard',
    'company performance of a month': '/api/manager/performance?period=month',
  },
};

/** Sums over a month of everybody's orders. */
const sums = {
  supervisor: {
    'analytics of a month': '/api/supervisor/analytics?date=month',
    'confirmation truth of a month': '/api/supervisor/confirmation-truth?date=month&by=agent',
  },
  admin: {
    'analytics of a month': '/api/manager/analytics?date=month',
    'confirmation truth of a month': '/api/supervisor/confirmation-truth?date=month&by=product',
  },
};

async function figuresOf(engine, url, what, limitMs) {
  for (const [username, asked] of Object.entries(what)) {
    const token = await login(url, username);
    for (const [name, path] of Object.entries(asked)) {
      const { p99, median } = await latency(url + path, token);
      const note = `median ${median.toFixed(1)}`;
      report(`${engine}, ${username}: ${name}: p99`, p99, 'ms', limitMs, { note });
    }
  }
}

async function allFigures(engine, url) {
  await figuresOf(engine, url, figures, 10);
  await figuresOf(engine, url, sums, 20);
}

/** Dashboards, performance and sums of a month alone. */
async function figuresPart(engine, db) {
  const server = await startHatif(db);
  await allFigures(engine, server.url);
  await stop(server.child);
}

/** Every kind of list, one request at a time, as the three scopes see it. */
async function lists(engine, db) {
  const server = await startHatif(db);
  for (const username of ['admin', 'supervisor', 'AG001']) {
    const token = await login(server.url, username);
    for (const [name, query] of Object.entries(variants)) {
      const { p99, median } = await latency(`${server.url}/api/agent/orders?${query}`, token);
      report(
        `${engine}, ${username}: ${name}: p99`,
        p99,
        'ms',
        name.startsWith('search') ? 100 : 20,
        {
          note: `median ${median.toFixed(1)}`,
        },
      );
    }
  }
  await allFigures(engine, server.url);
  await stop(server.child);
}

/* ---- Calls of a PBX ---------------------------------------------------------------- */

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
function calls() {
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

/* ---- Calls of a PBX, over the link into the database --------------------------------- */

async function api(server, path, method = 'GET', body) {
  const answer = await fetch(`${server.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

const pauseMs = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(look) {
  const end = performance.now() + 120_000;
  while (!(await look())) {
    if (performance.now() > end) throw new Error('it took longer than two minutes');
    await pauseMs(5);
  }
}

async function counted(server, name) {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\d+)`, 'm').exec(text)?.[1] ?? 0);
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
async function memoryPart(db) {
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

async function linkPart(engine, db) {
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

async function main() {
  const file = parts.some((part) => !['small', 'calls', 'memory'].includes(part))
    ? filledFile()
    : '';
  const server = process.env.HATIF_TEST_PG;
  if (parts.includes('calls')) {
    calls();
    await linkPart('SQLite', `sqlite:${demoFile()}`);
    if (server) await linkPart('PostgreSQL', demoDatabase(server));
  }
  if (parts.includes('memory')) await memoryPart(`sqlite:${demoFile()}`);
  if (parts.includes('small')) await small();
  if (server && process.env.BENCH_FILLED !== '1' && file) {
    fill(server);
    if (process.env.BENCH_KEPT) writeFileSync(join(process.env.BENCH_KEPT, 'filled'), '');
  }
  if (parts.includes('sqlite')) await besideReference(file);
  for (const [name, run] of Object.entries({ lists, figures: figuresPart })) {
    if (!parts.includes(name)) continue;
    await withCopy(file, (copy) => run('SQLite', `sqlite:${copy}`));
    if (server) await run('PostgreSQL', server);
  }
  if (server && parts.includes('sqlite')) await postgres(server);
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
