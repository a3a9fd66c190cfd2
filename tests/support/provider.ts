/*
 * A stand-in for any HTTP service that the program calls: it keeps what it heard and answers as
 * scripted. The server under test needs `--fetch-allow 127.0.0.1` to reach it.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** One request, whole. */
export interface Heard {
  method: string;
  /** With the query: /v1/send?x=1 */
  path: string;
  /** Names in small letters. */
  headers: Record<string, string>;
  body: string;
  /** The body as it came, for what is no text. */
  bytes: Buffer;
  /** The body as JSON, or null. */
  // biome-ignore lint/suspicious/noExplicitAny: tests compare it with what they expect
  json: any;
}

export interface Scripted {
  status?: number;
  headers?: Record<string, string>;
  /** Anything but text is sent as JSON. */
  body?: unknown;
  /** Milliseconds before the answer. */
  delay?: number;
}

/**
 * An answer; 'stall': hear and never answer; 'stall-body': begin and never end; 'die': hear and
 * cut the connection; 'drip': a byte at a time without end; or a function of what was heard.
 */
export type Answer =
  | Scripted
  | 'stall'
  | 'stall-body'
  | 'die'
  | 'drip'
  | ((heard: Heard) => Scripted | Promise<Scripted>);

export interface Provider {
  /** http://127.0.0.1:PORT */
  url: string;
  port: number;
  /** Every request so far, in order. */
  heard: Heard[];
  /** Answers of the next requests, in order; after them `always` counts again. */
  script: (...answers: Answer[]) => void;
  /** The answer when nothing is scripted; at first 200 with {}. */
  always: (answer: Answer) => void;
  /** The n-th request ever (from 1), as soon as it was heard. */
  request: (n: number, withinMs?: number) => Promise<Heard>;
  /** Forget requests and script. */
  reset: () => void;
  stop: () => Promise<void>;
}

async function hear(request: IncomingMessage): Promise<Heard> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  const body = bytes.toString();
  let json = null;
  try {
    json = JSON.parse(body);
  } catch {
    // not JSON: text only
  }
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) headers[name] = String(value);
  return { method: request.method ?? '', path: request.url ?? '', headers, body, bytes, json };
}

async function answer(to: ServerResponse, given: Scripted): Promise<void> {
  const isText = typeof given.body === 'string';
  const body = isText ? (given.body as string) : JSON.stringify(given.body ?? {});
  if (given.delay) await new Promise((resolve) => setTimeout(resolve, given.delay));
  to.writeHead(given.status ?? 200, {
    'content-type': isText ? 'text/plain; charset=utf-8' : 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    ...given.headers,
  });
  to.end(body);
}

function drip(to: ServerResponse): void {
  to.writeHead(200, { 'content-type': 'text/plain', 'content-length': '1000000' });
  const timer = setInterval(() => to.write('x'), 50);
  to.on('close', () => clearInterval(timer));
}

function misbehave(to: ServerResponse, how: 'stall' | 'stall-body' | 'die' | 'drip'): void {
  if (how === 'die') to.destroy();
  if (how === 'drip') drip(to);
  if (how === 'stall-body') {
    to.writeHead(200, { 'content-length': '100' });
    to.write('half');
  }
}

/** `port` 0 chooses one. Call stop() in afterAll. */
export async function startProvider(port = 0): Promise<Provider> {
  const sockets = new Set<Socket>();
  const heard: Heard[] = [];
  let script: Answer[] = [];
  let always: Answer = {};
  let waiting: (() => void)[] = [];

  const server = createServer(async (request, to) => {
    try {
      const one = await hear(request);
      const next = script.shift() ?? always;
      heard.push(one);
      for (const wake of waiting.splice(0)) wake();
      if (typeof next === 'string') misbehave(to, next);
      else await answer(to, typeof next === 'function' ? await next(one) : next);
    } catch {
      to.destroy(); // the client left in the middle
    }
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const bound = (server.address() as AddressInfo).port;

  const request = async (n: number, withinMs = 15_000): Promise<Heard> => {
    const until = Date.now() + withinMs;
    for (;;) {
      const one = heard[n - 1];
      if (one) return one;
      const left = until - Date.now();
      if (left <= 0) throw new Error(`request ${n} did not come; ${heard.length} came`);
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        setTimeout(resolve, left);
      });
    }
  };

  return {
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    heard,
    script: (...answers) => script.push(...answers),
    always: (given) => {
      always = given;
    },
    request,
    reset: () => {
      heard.length = 0;
      script = [];
      always = {};
      waiting = [];
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
