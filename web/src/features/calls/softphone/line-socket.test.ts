import { beforeEach, expect, it, vi } from 'vitest';
import { LineSocket } from './line-socket';

class FakeWorker {
  static made: FakeWorker[] = [];
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onerror: ((event: { preventDefault: () => void }) => void) | null = null;
  said: unknown[] = [];
  ended = false;
  constructor(readonly script: string) {
    FakeWorker.made.push(this);
  }
  postMessage(message: unknown) {
    this.said.push(message);
  }
  terminate() {
    this.ended = true;
  }
}

beforeEach(() => {
  FakeWorker.made = [];
  vi.stubGlobal('Worker', FakeWorker);
});

function line() {
  const socket = new LineSocket('wss://pbx.example.com:8089/ws');
  const told: unknown[] = [];
  socket.onconnect = () => void told.push('open');
  socket.ondisconnect = (error) => void told.push(error ? 'broken' : 'closed');
  socket.ondata = (data) => void told.push(data);
  socket.connect();
  const worker = FakeWorker.made.at(-1);
  if (!worker) throw new Error('no worker');
  return { socket, told, worker };
}

it('goes to the PBX through the worker whose policy names it', () => {
  const { socket, told, worker } = line();
  expect(worker.script).toBe('/api/agent/softphone/line.js');
  expect(worker.said).toEqual([{ kind: 'open', url: 'wss://pbx.example.com:8089/ws' }]);
  expect(socket.sip_uri).toBe('sip:pbx.example.com:8089;transport=ws');
  expect(socket.send('REGISTER')).toBe(false);
  worker.onmessage?.({ data: { kind: 'open' } });
  expect(socket.isConnected()).toBe(true);
  expect(socket.send('REGISTER')).toBe(true);
  worker.onmessage?.({ data: { kind: 'data', data: 'SIP/2.0 200 OK' } });
  expect(told).toEqual(['open', 'SIP/2.0 200 OK']);
});

it('tells of a line that broke, and of a script that did not come', () => {
  const { socket, told, worker } = line();
  worker.onmessage?.({ data: { kind: 'open' } });
  worker.onmessage?.({ data: { kind: 'closed', clean: false, code: 1006, reason: '' } });
  expect(told).toEqual(['open', 'broken']);
  expect([socket.isConnected(), worker.ended]).toEqual([false, true]);
  socket.connect();
  FakeWorker.made.at(-1)?.onerror?.({ preventDefault: () => {} });
  expect(told).toEqual(['open', 'broken', 'broken']);
});

it('hears nothing of a line that was given up', () => {
  const { socket, told, worker } = line();
  socket.disconnect();
  expect(worker.said.at(-1)).toEqual({ kind: 'close' });
  worker.onmessage?.({ data: { kind: 'open' } });
  expect(told).toEqual([]);
});
