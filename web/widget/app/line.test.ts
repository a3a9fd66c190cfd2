import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeSocket } from '../test/fake';
import { Line } from './line';

const hooks = { onLive: vi.fn(), onEvent: vi.fn(), onDown: vi.fn(), onRefused: vi.fn() };
let line: Line;

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.install();
  for (const hook of Object.values(hooks)) hook.mockReset();
  line = new Line('wss://chat.example/ws/widget', () => 'tok', hooks);
  line.start();
});

afterEach(() => {
  line.stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('the live line', () => {
  it('shows its token as a protocol, never in the address', () => {
    expect(FakeSocket.last.protocols).toEqual(['hatif.widget', 'tok']);
    expect(FakeSocket.last.url).toBe('wss://chat.example/ws/widget');
  });

  it('comes back and asks for what came after the last it saw, each once', () => {
    FakeSocket.last.hello(10);
    expect(hooks.onLive).toHaveBeenLastCalledWith(false);
    FakeSocket.last.hear('widget:message', { n: 1 }, 11);
    FakeSocket.last.hear('heartbeat', {}, 20);
    FakeSocket.last.end();
    expect(hooks.onDown).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1_000);
    expect(FakeSocket.all).toHaveLength(2);
    expect(FakeSocket.last.url).toContain('?since=20');
    FakeSocket.last.hello(22, true);
    expect(hooks.onLive).toHaveBeenLastCalledWith(true);
    FakeSocket.last.hear('widget:message', { n: 2 }, 21);
    FakeSocket.last.hear('widget:message', { n: 2 }, 21);
    expect(hooks.onEvent.mock.calls.map(([, data]) => data.n)).toEqual([1, 2]);
  });

  it('waits longer each time, and never the same time as others', () => {
    const waits: number[] = [];
    for (let attempt = 0; attempt < 9; attempt++) {
      const before = FakeSocket.all.length;
      FakeSocket.last.end();
      const began = Date.now();
      while (FakeSocket.all.length === before) vi.advanceTimersByTime(50);
      waits.push(Date.now() - began);
    }
    expect(waits[0]).toBeLessThan(1_100);
    expect(Math.max(...waits)).toBeLessThanOrEqual(30_050);
    expect(waits.at(-1)).toBeGreaterThan(10_000);
  });

  it('is looked at when the page wakes: asked, and left when it says nothing', () => {
    FakeSocket.last.hello(1);
    line.wake();
    expect(FakeSocket.last.sent).toEqual([{ type: 'ping' }]);
    vi.advanceTimersByTime(5_000);
    expect(FakeSocket.all[0]?.readyState).toBe(3);
    vi.advanceTimersByTime(1);
    expect(FakeSocket.all).toHaveLength(2);
  });

  it('does not wait for the silence of a machine that slept', () => {
    FakeSocket.last.hello(1);
    vi.setSystemTime(Date.now() + 3_600_000);
    line.wake();
    expect(FakeSocket.all).toHaveLength(2);
    expect(FakeSocket.last.url).toContain('since=1');
  });

  it('tries at once what it would have waited for, when the network is back', () => {
    for (let attempt = 0; attempt < 6; attempt++) {
      FakeSocket.last.end();
      vi.advanceTimersByTime(30_000);
    }
    FakeSocket.last.end();
    const before = FakeSocket.all.length;
    line.wake();
    expect(FakeSocket.all).toHaveLength(before + 1);
  });

  it('ends with its token, and where a policy forbids it asks otherwise', () => {
    FakeSocket.last.end(4401);
    vi.advanceTimersByTime(60_000);
    expect(hooks.onRefused).toHaveBeenCalledTimes(1);
    expect(FakeSocket.all).toHaveLength(1);
    vi.stubGlobal('WebSocket', () => {
      throw new DOMException('refused', 'SecurityError');
    });
    line.start();
    expect(hooks.onDown).toHaveBeenCalledTimes(1);
  });

  it('says nothing into a line that is not there', () => {
    expect(line.tell('typing', { typing: true })).toBe(false);
    FakeSocket.last.hello(1);
    expect(line.tell('typing', { typing: true })).toBe(true);
    FakeSocket.last.hear('chat:message', { content: 'of those who work there' }, 5);
    expect(hooks.onEvent).not.toHaveBeenCalled();
  });
});
