/*
 * Clients that mean harm by what they do not do (security-reliability H-3, H-5, WS-11, WS-13): bounded, on the
 * loopback, against the release build. Others are served meanwhile, and memory comes back.
 */
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Client, signIn } from '../support/client.ts';
import { type Server, startServer } from '../support/server.ts';
import { listen } from '../support/socket.ts';

let server: Server;
let manager: Client;
beforeAll(async () => {
  server = await startServer({ engine: 'sqlite', flags: ['--sockets-per-user', '5000'] });
  manager = await signIn(server, 'manager');
});
afterAll(() => server.stop());

const residentKb = () =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.process.pid}/status`, 'utf8'))![1]);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function open(from: string, bytes: string): Promise<Socket> {
  return new Promise((resolve) => {
    const socket = connect({ port: server.port, host: '127.0.0.1', localAddress: from });
    socket.on('error', () => {});
    socket.on('close', () => resolve(socket));
    socket.on('connect', () => {
      socket.write(bytes);
      setTimeout(() => resolve(socket), 50);
    });
  });
}

const alive = (sockets: Socket[]) =>
  sockets.filter((socket) => !socket.destroyed && !socket.closed).length;

/** Of forty requests: the slowest but one, in milliseconds. */
async function slow(): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < 40; n++) {
    const began = performance.now();
    expect((await manager.get('/api/auth/me')).status).toBe(200);
    times.push(performance.now() - began);
  }
  return times.sort((a, b) => a - b)[38]!;
}

test('one address may hold 512 connections, and others are served', async () => {
  const many = await Promise.all(Array.from({ length: 700 }, () => open('127.0.0.9', '')));
  await pause(500);
  expect(alive(many)).toBeLessThanOrEqual(512);
  expect((await manager.get('/api/auth/me')).status).toBe(200);
  for (const socket of many) socket.destroy();
});

test('headers and bodies that never end are cut off in time, and hold nobody up', async () => {
  const quick = await slow();
  const before = residentKb();
  const heads = await Promise.all(
    Array.from({ length: 400 }, () => open('127.0.0.7', 'GET /health HTTP/1.1\r\nHost: x\r\n')),
  );
  const bodies = await Promise.all(
    Array.from({ length: 400 }, () =>
      open(
        '127.0.0.8',
        'POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 90000\r\n\r\n{"',
      ),
    ),
  );
  const drip = setInterval(() => {
    for (const socket of heads) if (socket.writable) socket.write('X-A: b\r\n');
    for (const socket of bodies) if (socket.writable) socket.write('a');
  }, 1000);
  const meanwhile = await slow();
  await pause(13_000);
  expect(alive(heads), 'ten seconds for a head').toBe(0);
  clearInterval(drip);
  for (const socket of bodies) socket.destroy();
  await pause(1000);
  console.log(
    `800 slow clients: p97 ${quick.toFixed(1)} ms before, ${meanwhile.toFixed(1)} ms meanwhile; ` +
      `memory ${before} KB before, ${residentKb()} KB after`,
  );
  expect(meanwhile).toBeLessThan(Math.max(100, quick * 5));
  expect(residentKb() - before).toBeLessThan(20_000);
}, 40_000);

test('a socket that never reads is closed at its bound; the others hear everything in time', async () => {
  const good = listen(manager);
  const stuck = listen(manager);
  await Promise.all([good, stuck].map((live) => live.wait((m) => m.type === 'hello')));
  stuck.socket.pause();
  const before = residentKb();
  const began = performance.now();
  let last = 0;
  for (let n = 0; n < 80 && performance.now() - began < 20_000; n++) {
    const replies = await Promise.all(
      Array.from({ length: 25 }, (_, i) =>
        manager.post('/api/agent/orders/1847/notes', { note: `${n}.${i} ${'x'.repeat(1900)}` }),
      ),
    );
    last = Math.max(...replies.map((reply) => reply.body.note.id));
  }
  await good.wait((m) => m.type === 'order:note' && m.data.note.id === last, 10_000);
  expect(residentKb() - before).toBeLessThan(30_000);
  stuck.socket.resume();
  const { code } = await stuck.closed;
  expect([4408, 1006]).toContain(code);
  good.close();
}, 60_000);

test('half-open handshakes by the hundred leave no trace', async () => {
  const before = residentKb();
  for (let round = 0; round < 5; round++) {
    const half = await Promise.all(
      Array.from({ length: 200 }, () =>
        open(
          '127.0.0.6',
          `GET /ws/updates?token=${manager.token} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n\x81`,
        ),
      ),
    );
    for (const socket of half) socket.resetAndDestroy();
  }
  const live = listen(manager);
  await live.wait((m) => m.type === 'hello');
  live.close();
  await pause(1000);
  expect(residentKb() - before).toBeLessThan(10_000);
}, 30_000);
