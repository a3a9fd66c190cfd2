/* sockets-part.mjs - many sockets held open, over TLS too, and a program that dies with ten thousand of them. */
import { spawnSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import {
  cpuUs,
  demoFile,
  folder,
  here,
  note,
  report,
  rssKb,
  said,
  start,
  startHatif,
  stop,
} from './measure.mjs';

/** The program at rest with the demo company, and its sockets. */
export async function small() {
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
