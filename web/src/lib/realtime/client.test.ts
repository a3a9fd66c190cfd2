import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { backoff } from './backoff';
import { CLOSE, RealtimeClient, type RealtimeSystem } from './client';
import type { LiveEvent, LiveState } from './types';

class FakeSocket {
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  closed = false;
  readyState: number = WebSocket.OPEN;

  constructor(readonly url: string) {}

  send(type: string, seq: number, data: object = {}) {
    this.onmessage?.({ data: JSON.stringify({ type, seq, data, at: '2026-11-21T06:00:00Z' }) });
  }

  lose(code: number) {
    this.onclose?.({ code });
  }

  close() {
    this.closed = true;
  }
}

let sockets: FakeSocket[];
let frames: (() => void)[];
let states: LiveState[];
let batches: LiveEvent[][];
let online: boolean;
const onHello = vi.fn();
const onResync = vi.fn();
const onSessionEnded = vi.fn();

function start(): RealtimeClient {
  const system: RealtimeSystem = {
    open: (url) => {
      const socket = new FakeSocket(url);
      sockets.push(socket);
      return socket as unknown as WebSocket;
    },
    random: () => 0.5,
    online: () => online,
    nextFrame: (run) => frames.push(run),
  };
  const hooks = {
    onState: (state: LiveState) => states.push(state),
    onEvents: (events: LiveEvent[]) => batches.push(events),
    onHello,
    onResync,
    onSessionEnded,
  };
  const client = new RealtimeClient('ws://x/ws/updates', hooks, system);
  client.start();
  return client;
}

const last = () => sockets.at(-1) as FakeSocket;
const drawFrame = () => {
  for (const run of frames.splice(0)) run();
};

beforeEach(() => {
  vi.useFakeTimers();
  vi.clearAllMocks();
  sockets = [];
  frames = [];
  states = [];
  batches = [];
  online = true;
});
afterEach(() => vi.useRealTimers());

describe('RealtimeClient', () => {
  it('gathers the events of one frame into one batch, in order', () => {
    start();
    last().send('hello', 10, { seq: 10, resumed: false, missed: 0 });
    last().send('order:note', 11);
    last().send('order:removed', 12);
    expect(batches).toEqual([]);
    drawFrame();
    expect(batches.map((batch) => batch.map((event) => event.seq))).toEqual([[11, 12]]);
    expect(states).toEqual(['connecting', 'live']);
  });

  it('ignores an event that came before', () => {
    start();
    last().send('hello', 10, { resumed: false });
    last().send('order:note', 10);
    last().send('order:note', 11);
    last().send('order:note', 11);
    drawFrame();
    expect(batches.flat().map((event) => event.seq)).toEqual([11]);
  });

  it('asks for what it missed, takes it, and tells how much it was', () => {
    start();
    last().send('hello', 10, { resumed: false });
    last().send('order:note', 14);
    last().lose(1006);
    vi.advanceTimersByTime(1_000);
    expect(last().url).toBe('ws://x/ws/updates?since=14');
    last().send('hello', 16, { seq: 16, resumed: true, missed: 2 });
    expect(onHello).toHaveBeenLastCalledWith(16, 2);
    last().send('order:note', 15);
    last().send('order:note', 16);
    drawFrame();
    expect(batches.flat().map((event) => event.seq)).toEqual([14, 15, 16]);
  });

  it('hands on what only passes, and does not count it', () => {
    start();
    last().send('hello', 10, { resumed: false });
    last().onmessage?.({ data: '{"type":"order:note","data":{},"at":"2026-11-21T06:00:00Z"}' });
    last().send('order:note', 11);
    drawFrame();
    expect(batches.flat().map((event) => event.seq)).toEqual([0, 11]);
    last().lose(1006);
    vi.advanceTimersByTime(1_000);
    expect(last().url).toContain('since=11');
  });

  it('tells the server what passes while there is a line, and keeps nothing for later', () => {
    const client = start();
    const said = vi.fn();
    Object.assign(last(), { send: said });
    client.tell('typing', { chat_id: 'conv_1' });
    expect(said).toHaveBeenCalledWith('{"type":"typing","data":{"chat_id":"conv_1"}}');
    last().readyState = WebSocket.CLOSING;
    client.tell('typing', {});
    last().lose(1006);
    client.tell('typing', {});
    expect(said).toHaveBeenCalledTimes(1);
  });

  it('goes on from the number of a heartbeat', () => {
    start();
    last().send('hello', 10, { resumed: false });
    last().send('heartbeat', 40);
    last().lose(1006);
    vi.advanceTimersByTime(1_000);
    expect(last().url).toContain('since=40');
  });

  it('drops what waits when the server says to load again', () => {
    start();
    last().send('hello', 10, { resumed: false });
    last().send('order:note', 11);
    last().send('resync', 90);
    drawFrame();
    expect(onResync).toHaveBeenCalledWith(90);
    expect(batches).toEqual([]);
    last().lose(1006);
    vi.advanceTimersByTime(1_000);
    expect(last().url).toContain('since=90');
  });

  it('tries again by itself when the line is silent', () => {
    start();
    last().send('hello', 10, { resumed: false });
    vi.advanceTimersByTime(59_000);
    expect(sockets).toHaveLength(1);
    last().send('heartbeat', 10);
    vi.advanceTimersByTime(59_000);
    expect(sockets).toHaveLength(1);
    vi.advanceTimersByTime(3_000);
    expect(sockets).toHaveLength(2);
    expect(sockets[0]?.closed).toBe(true);
  });

  it('waits longer with each failure, and starts short again after a success', () => {
    start();
    const delays: number[] = [];
    for (let attempt = 0; attempt < 4; attempt += 1) {
      const before = sockets.length;
      last().lose(1006);
      let waited = 0;
      while (sockets.length === before) {
        vi.advanceTimersByTime(50);
        waited += 50;
      }
      delays.push(waited);
    }
    expect(delays).toEqual([...delays].sort((a, b) => a - b));
    expect(delays[3]).toBeGreaterThan((delays[0] ?? 0) * 4);
    last().send('hello', 1, { resumed: false });
    last().lose(1006);
    vi.advanceTimersByTime(500);
    expect(sockets).toHaveLength(6);
  });

  it('does not come back after the session ended, or where it is refused', () => {
    start();
    last().lose(CLOSE.sessionEnded);
    vi.advanceTimersByTime(120_000);
    expect(sockets).toHaveLength(1);
    expect(onSessionEnded).toHaveBeenCalledOnce();
    start();
    last().lose(CLOSE.origin);
    vi.advanceTimersByTime(120_000);
    expect(sockets).toHaveLength(2);
    expect(states.at(-1)).toBe('refused');
  });

  it('sleeps without a network and wakes at once', () => {
    const client = start();
    last().send('hello', 10, { resumed: false });
    online = false;
    client.sleep();
    expect(states.at(-1)).toBe('offline');
    vi.advanceTimersByTime(120_000);
    expect(sockets).toHaveLength(1);
    online = true;
    client.wake();
    expect(sockets).toHaveLength(2);
    expect(last().url).toContain('since=10');
  });

  it('survives a frame that is no JSON', () => {
    start();
    last().onmessage?.({ data: '<html>' });
    last().send('hello', 10, { resumed: false });
    expect(states.at(-1)).toBe('live');
  });
});

describe('backoff', () => {
  it('stays within its bounds and spreads', () => {
    for (let attempt = 0; attempt < 40; attempt += 1) {
      expect(backoff(attempt, 0)).toBeGreaterThanOrEqual(250);
      expect(backoff(attempt, 0.999)).toBeLessThanOrEqual(30_000);
    }
    expect(backoff(5, 0)).not.toBe(backoff(5, 0.9));
  });
});
