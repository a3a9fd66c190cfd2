import { afterEach, expect, it, vi } from 'vitest';
import { connectRealtime } from './connect';
import { dispatchEvents, onEveryEvent } from './store';
import type { LiveEvent } from './types';

const sockets: { closed: boolean }[] = [];

vi.stubGlobal(
  'WebSocket',
  class {
    closed = false;
    constructor() {
      sockets.push(this);
    }
    close() {
      this.closed = true;
    }
  },
);

afterEach(() => {
  sockets.length = 0;
});

it('opens one line however many hold it, and closes it with the last', () => {
  const letGo = connectRealtime();
  const letGoToo = connectRealtime();
  expect(sockets).toHaveLength(1);
  letGo();
  letGo();
  expect(sockets[0]?.closed).toBe(false);
  letGoToo();
  expect(sockets[0]?.closed).toBe(true);
  const again = connectRealtime();
  expect(sockets).toHaveLength(2);
  again();
});

it('tells every event to who asked for all of them, until they ask no more', () => {
  const heard: string[] = [];
  const stop = onEveryEvent(({ type }) => heard.push(type));
  const event = (type: string) => ({ type, data: {}, seq: 1, at: '' }) as unknown as LiveEvent;
  dispatchEvents([event('call:new'), event('order:created')]);
  stop();
  dispatchEvents([event('call:ended')]);
  expect(heard).toEqual(['call:new', 'order:created']);
});
