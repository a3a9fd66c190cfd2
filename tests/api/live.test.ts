/* Live updates: order of events, exact replay, who may see what, hostile frames (A-31…A-34, IMP-RT-03, S4-RT). */
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { type Body, type Client, signIn } from '../support/client.ts';
import { type Server, startServer } from '../support/server.ts';
import { listen } from '../support/socket.ts';

let server: Server;
let manager: Client;
let sarah: Client;

beforeAll(async () => {
  server = await startServer();
  manager = await signIn(server, 'manager');
  sarah = await signIn(server, 'AG001');
});
afterAll(() => server.stop());

let count = 0;
async function order(agent = 'AGT-001'): Promise<Body> {
  count += 1;
  const reply = await manager.post('/api/orders', {
    customer_name: 'Live Customer',
    customer_phone: `0508${String(100000 + count)}`,
    product_name: 'Lamp',
    price: '3.00',
    address: 'x',
    agent_id: agent,
  });
  expect(reply.status, reply.text).toBe(201);
  return reply.body.order;
}

describe('a socket', () => {
  test('says hello with the sequence, then every event with type, data and seq in order', async () => {
    const live = listen(manager);
    const hello = await live.wait((m) => m.type === 'hello');
    expect(hello.data).toMatchObject({ resumed: false, missed: 0 });
    const made = [await order(), await order(), await order()];
    await live.wait((m) => m.type === 'order:created' && m.data.order.id === made[2]!.id);
    const events = live.messages.filter((m) => m.type !== 'hello' && m.type !== 'heartbeat');
    for (const event of events) {
      expect(typeof event.type).toBe('string');
      expect(typeof event.data).toBe('object');
      expect(event.seq).toBeGreaterThan(hello.seq);
    }
    const seqs = events.map((event) => event.seq);
    expect([...seqs].sort((a, b) => a - b)).toEqual(seqs);
    expect(new Set(seqs).size).toBe(seqs.length);
    live.close();
  });

  test('resumes with exactly what was missed, also across a crash of the server', async () => {
    const live = listen(manager);
    const { seq } = await live.wait((m) => m.type === 'hello');
    live.close();
    await live.closed;
    const made = [await order(), await order()];
    await manager.put(`/api/agent/orders/${made[0]!.id}/status`, { status: 'confirmed' });
    await server.crash();
    const again = listen(manager, seq);
    const hello = await again.wait((m) => m.type === 'hello');
    expect(hello.data.resumed).toBe(true);
    expect(hello.data.missed).toBeGreaterThanOrEqual(3);
    await again.wait((m) => m.type === 'order:updated' && m.data.id === made[0]!.id);
    const types = again.messages
      .filter((m) => m.type.startsWith('order:'))
      .map((m) => [m.type, m.data.id ?? m.data.order.id]);
    expect(types).toEqual([
      ['order:created', made[0]!.id],
      ['order:created', made[1]!.id],
      ['order:updated', made[0]!.id],
    ]);
    again.close();
  });

  test('loses and doubles nothing while others write and it reconnects at random', async () => {
    const seen: number[] = [];
    let cursor = (await manager.get('/api/agent/orders?per_page=1')).body.seq;
    const start = cursor;
    let writing = true;
    const writer = (async () => {
      while (writing) await order();
    })();
    for (let round = 0; round < 12; round++) {
      const live = listen(manager, cursor);
      await live.wait((m) => m.type === 'hello' || m.type === 'resync');
      await new Promise((resolve) => setTimeout(resolve, 30 + Math.random() * 120));
      live.socket.terminate();
      await live.closed;
      for (const message of live.messages)
        if (message.type !== 'hello' && message.type !== 'heartbeat') {
          seen.push(message.seq);
          cursor = message.seq;
        }
    }
    writing = false;
    await writer;
    const whole = listen(manager, start);
    await whole.wait((m) => m.type === 'hello');
    await whole.wait((m) => m.seq >= cursor && m.type !== 'hello');
    const truth = whole.messages
      .filter((m) => m.type !== 'hello' && m.type !== 'heartbeat' && m.seq <= cursor)
      .map((m) => m.seq);
    whole.close();
    expect(seen).toEqual(truth);
  });

  test('an agent hears of own orders only', async () => {
    const live = listen(sarah);
    await live.wait((m) => m.type === 'hello');
    const theirs = await order('AGT-002');
    const own = await order('AGT-001');
    await live.wait((m) => m.type === 'order:created' && m.data.order.id === own.id);
    expect(JSON.stringify(live.messages)).not.toContain(theirs.order_id);
    live.close();
  });

  test.each([-1, 9e15, 123456789])('since=%d is answered by resync', async (since) => {
    const live = listen(manager, since);
    await live.wait((m) => m.type === 'resync');
    live.close();
  });
});

describe('the door', () => {
  const attempt = (path: string, headers: Record<string, string> = {}, protocols: string[] = []) =>
    new Promise<number>((resolve) => {
      const socket = new WebSocket(server.url.replace('http', 'ws') + path, protocols, { headers });
      socket.on('open', () => {
        resolve(101);
        socket.terminate();
      });
      socket.on('unexpected-response', (_request, response) => {
        resolve(response.statusCode ?? 0);
        response.resume();
      });
      socket.on('error', () => {});
    });

  test('nobody anonymous', async () => {
    expect(await attempt('/ws/updates')).toBe(401);
    expect(await attempt('/ws/updates?token=abc')).toBe(401);
  });

  test('a token in the query, the header or the subprotocol opens it', async () => {
    expect(await attempt(`/ws/updates?token=${manager.token}`)).toBe(101);
    expect(await attempt('/ws/updates', { authorization: `Bearer ${manager.token}` })).toBe(101);
    expect(await attempt('/ws/updates', {}, [`hatif.token.${manager.token}`])).toBe(101);
  });

  test.each([
    'https://evil.example',
    'http://127.0.0.1.evil.example',
    'null',
    'http://127.0.0.1:1',
  ])('the origin %s is refused', async (origin) => {
    expect(await attempt(`/ws/updates?token=${manager.token}`, { origin })).toBe(403);
  });

  test('its own origin is welcome', async () => {
    expect(await attempt(`/ws/updates?token=${manager.token}`, { origin: server.url })).toBe(101);
  });

  test('without an upgrade there is nothing', async () => {
    const reply = await manager.get('/ws/updates', { unchecked: true });
    expect([400, 426]).toContain(reply.status);
  });
});

describe('hostile frames', () => {
  /** Opens by hand, sends bytes, and gives the code of the close frame (0: cut without one). */
  function send(bytes: Buffer): Promise<number> {
    return new Promise((resolve, reject) => {
      const socket = connect(server.port, '127.0.0.1');
      let buffered = Buffer.alloc(0);
      let opened = false;
      const late = setTimeout(() => {
        socket.destroy();
        reject(new Error('still open'));
      }, 8000);
      const end = (code: number) => {
        clearTimeout(late);
        socket.destroy();
        resolve(code);
      };
      socket.on('connect', () =>
        socket.write(
          `GET /ws/updates?token=${manager.token} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n`,
        ),
      );
      socket.on('data', (chunk) => {
        buffered = Buffer.concat([buffered, chunk]);
        if (!opened) {
          const head = buffered.indexOf('\r\n\r\n');
          if (head < 0) return;
          expect(buffered.toString('latin1', 0, head)).toMatch(
            /^HTTP\/1.1 101[\s\S]*s3pPLMBiTxaQ9kYGzzhZRbK\+xOo=/,
          );
          buffered = buffered.subarray(head + 4);
          opened = true;
          socket.write(bytes);
        }
        while (buffered.length >= 2) {
          let length = buffered[1]! & 127;
          let head = 2;
          if (length === 126) {
            length = buffered.readUInt16BE(2);
            head = 4;
          } else if (length === 127) {
            length = Number(buffered.readBigUInt64BE(2));
            head = 10;
          }
          if (buffered.length < head + length) return;
          if ((buffered[0]! & 15) === 8)
            return end(length >= 2 ? buffered.readUInt16BE(head) : 1005);
          buffered = buffered.subarray(head + length);
        }
      });
      socket.on('close', () => end(0));
      socket.on('error', () => end(0));
    });
  }

  const mask = Buffer.from([1, 2, 3, 4]);
  function frame(
    opcode: number,
    payload: Buffer | string,
    { fin = true, rsv = 0, masked = true } = {},
  ): Buffer {
    const body = Buffer.from(payload);
    const head = [(fin ? 0x80 : 0) | rsv | opcode];
    const bit = masked ? 0x80 : 0;
    if (body.length < 126) head.push(bit | body.length);
    else head.push(bit | 126, body.length >> 8, body.length & 255);
    if (masked) for (let i = 0; i < body.length; i++) body[i]! ^= mask[i % 4]!;
    return Buffer.concat([Buffer.from(head), masked ? mask : Buffer.alloc(0), body]);
  }

  test.each<[string, Buffer, number[]]>([
    ['unmasked', frame(1, '{}', { masked: false }), [1002]],
    ['a reserved bit', frame(1, '{}', { rsv: 0x40 }), [1002]],
    ['an unknown opcode', frame(3, ''), [1002]],
    ['a ping of 126 bytes', frame(9, 'x'.repeat(126)), [1002]],
    ['a fragmented ping', frame(9, 'x', { fin: false }), [1002]],
    ['a continuation of nothing', frame(0, 'x'), [1002]],
    [
      '2^63 bytes announced',
      Buffer.concat([Buffer.from([0x81, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0]), mask]),
      [1002, 1009],
    ],
    [
      '1 GiB announced',
      Buffer.concat([Buffer.from([0x81, 0xff, 0, 0, 0, 0, 0x40, 0, 0, 0]), mask]),
      [1009],
    ],
    ['invalid UTF-8', frame(1, Buffer.from([0x7b, 0xff, 0x7d])), [1007]],
    [
      'UTF-8 broken over two frames',
      Buffer.concat([
        frame(1, Buffer.from([0xed]), { fin: false }),
        frame(0, Buffer.from([0xa0, 0x80])),
      ]),
      [1007],
    ],
    ['binary', frame(2, 'abc'), [1003]],
    ['no JSON', frame(1, 'hello'), [1007, 1003]],
    [
      'more than 64 KB in fragments',
      Buffer.concat([frame(1, 'x'.repeat(60000), { fin: false }), frame(0, 'x'.repeat(60000))]),
      [1009],
    ],
    [
      'a hundred thousand empty fragments',
      Buffer.concat([
        frame(1, '', { fin: false }),
        ...Array.from({ length: 100_000 }, () => frame(0, '', { fin: false })),
      ]),
      [1002, 1008, 1009, 4429, 0],
    ],
    [
      'sixty messages a second',
      Buffer.concat(Array.from({ length: 300 }, () => frame(1, '{"type":"ping"}'))),
      [4429],
    ],
    ['a close frame of one byte', frame(8, 'x'), [1002]],
    ['a close code nobody may send', frame(8, Buffer.from([0x03, 0xed])), [1002]],
  ])('%s', async (_name, bytes, codes) => {
    expect(codes).toContain(await send(bytes));
    expect((await manager.get('/api/auth/me')).status).toBe(200);
  });
});

describe('commands over the socket (IMP-RT-01)', () => {
  const ask = async (live: ReturnType<typeof listen>, message: Body) => {
    live.socket.send(JSON.stringify(message));
    return live.wait((m) => m.type === 'ack' && (m as Body).id === message.id) as Promise<Body>;
  };

  test('do what the route does, with its checks, and are answered', async () => {
    const live = listen(sarah);
    await live.wait((m) => m.type === 'hello');
    const done = await ask(live, { type: 'set_status', id: 1, data: { status: 'away' } });
    expect(done).toMatchObject({ status: 200, data: { success: true } });
    await live.wait((m) => m.type === 'agent:status_changed' && m.data.presence === 'away');

    const refused = await ask(live, { type: 'set_status', id: 'b', data: { status: 'asleep' } });
    expect(refused).toMatchObject({ status: 422, data: { success: false } });
    expect(refused.data.errors.status).toHaveLength(1);
    expect(await ask(live, { type: 'launch', id: 2 })).toMatchObject({ status: 404 });
    await ask(live, { type: 'set_status', id: 3, data: { status: 'available' } });
    live.close();
  });

  test('/ws/widget is for visitors alone', async () => {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws/widget`, [
      'hatif.widget',
      'nobody',
    ]);
    const status = await new Promise((resolve) => {
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
      socket.on('open', () => resolve('open'));
      socket.on('error', () => undefined);
    });
    expect(status).toBe(401);
    socket.terminate();
  });
});
