/*
 * Clients of every kind, cut off at random while others write, the server killed in between: in the end
 * each of them holds the event log, once and in order (IMP-RT-03, S1-RT-03, A-31).
 */
import { connect, createServer, type Socket as Line } from 'node:net';
import { io as newest, type Socket } from 'socket.io-client';
import { io as older } from 'socket.io-client-4.7.5';
import { afterAll, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { type Client, signIn } from '../support/client.ts';
import { sql } from '../support/database.ts';
import { type Server, startServer } from '../support/server.ts';

let server: Server;
let manager: Client;
let wire: Wire;

/** What stands between the clients and the server, and cuts their lines. */
interface Wire {
  port: number;
  cut: () => void;
  close: () => void;
}

async function openWire(to: number): Promise<Wire> {
  const lines = new Set<Line>();
  const proxy = createServer((near) => {
    const far = connect(to, '127.0.0.1');
    lines.add(near);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.on('error', () => undefined);
      one.on('close', () => other.destroy());
      one.pipe(other);
    }
    near.on('close', () => lines.delete(near));
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { port } = proxy.address() as { port: number };
  return {
    port,
    cut: () => {
      for (const line of lines) if (Math.random() < 0.5) line.destroy();
    },
    close: () => {
      for (const line of lines) line.destroy();
      proxy.close();
    },
  };
}

beforeAll(async () => {
  server = await startServer({ flags: ['--sockets-per-user', '100'] });
  manager = await signIn(server, 'manager');
  wire = await openWire(server.port);
});
afterAll(async () => {
  wire.close();
  await server.stop();
});

/* ---- Clients that write down numbers ------------------------------------------------- */

interface Log {
  name: string;
  seqs: number[];
  cuts: () => number;
  stop: () => void;
}

function socketIo(name: string, io: typeof newest, transports: string[]): Log {
  const socket: Socket = io(`http://127.0.0.1:${wire.port}`, {
    transports,
    auth: { token: manager.token },
    forceNew: true,
    reconnectionDelay: 20,
    reconnectionDelayMax: 100,
  });
  const seqs: number[] = [];
  let cuts = 0;
  let anew = 0;
  let known = false;
  socket.on('order:created', (_data: unknown, offset: string) => seqs.push(Number(offset)));
  socket.on('disconnect', () => {
    cuts += 1;
  });
  socket.on('connect', () => {
    if (known && !socket.recovered) anew += 1;
    known = true;
  });
  return {
    name,
    seqs,
    cuts: () => (anew ? Number.NaN : cuts),
    stop: () => socket.disconnect(),
  };
}

function plain(name: string): Log {
  const seqs: number[] = [];
  let cursor = 0;
  let cuts = 0;
  let stopped = false;
  let socket: WebSocket;
  const open = () => {
    const since = cursor ? `?since=${cursor}` : '';
    socket = new WebSocket(`ws://127.0.0.1:${wire.port}/ws/updates${since}`, {
      headers: { authorization: `Bearer ${manager.token}` },
    });
    socket.on('error', () => undefined);
    socket.on('message', (text) => {
      const { type, seq, data } = JSON.parse(String(text));
      if (type === 'hello') {
        if (!data.resumed) cursor = seq;
        return;
      }
      if (type === 'resync') cuts = Number.NaN;
      if (type === 'order:created') seqs.push(seq);
      if (seq) cursor = Math.max(cursor, seq);
    });
    socket.on('close', () => {
      cuts += 1;
      if (!stopped) setTimeout(open, 20 + Math.random() * 60);
    });
  };
  open();
  return {
    name,
    seqs,
    cuts: () => cuts,
    stop: () => {
      stopped = true;
      socket.close();
    },
  };
}

/* ---- Load --------------------------------------------------------------------------------- */

let count = 0;
async function writeOrder(): Promise<void> {
  count += 1;
  const reply = await manager.post('/api/orders', {
    customer_name: `Log ${count}`,
    customer_phone: `0507${String(100000 + count)}`,
    product_name: 'Lamp',
    price: '3.00',
    address: 'x',
  });
  expect(reply.status, reply.text).toBe(201);
}

async function writeMany(orders: number): Promise<void> {
  const writers = Array.from({ length: 4 }, async () => {
    for (let i = 0; i < orders / 4; i++) {
      await writeOrder();
      if (Math.random() < 0.12) wire.cut();
    }
  });
  await Promise.all(writers);
}

const stored = () =>
  sql(
    server,
    "SELECT seq FROM events WHERE company_id = 1 AND type = 'order:created' ORDER BY seq",
  ).map(Number);

async function until(holds: () => boolean, ms: number): Promise<void> {
  const late = Date.now() + ms;
  while (!holds() && Date.now() < late) await new Promise((resolve) => setTimeout(resolve, 20));
}

test('every log is the event log', { timeout: 240_000 }, async () => {
  const before = stored().length;
  const makers = { old: older as unknown as typeof newest, new: newest };
  const logs = [plain('plain')];
  for (const [maker, io] of Object.entries(makers)) {
    logs.push(socketIo(`${maker} polling`, io, ['polling']));
    logs.push(socketIo(`${maker} websocket`, io, ['websocket']));
    logs.push(socketIo(`${maker} upgrade`, io, ['polling', 'websocket']));
  }
  // All of them are there before the first row is written.
  await writeOrder();
  await until(() => logs.every((log) => log.seqs.length > 0), 20_000);
  while (!logs.every((log) => log.seqs.length > 0)) await writeOrder();
  await writeMany(80);
  await server.crash();
  await writeMany(80);
  const wanted = stored().slice(before);
  const last = wanted.at(-1)!;
  await until(() => logs.every((log) => log.seqs.includes(last)), 60_000);
  for (const log of logs) {
    const first = log.seqs[0]!;
    expect(log.seqs, log.name).toEqual(wanted.filter((seq) => seq >= first));
    expect(log.cuts(), log.name).toBeGreaterThan(0);
    log.stop();
  }
});
