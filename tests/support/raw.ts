/* Bytes on a bare connection: for requests that no HTTP client would send. */
import { connect } from 'node:net';
import type { Server } from './server.ts';

/** Send bytes, then give everything that comes back until the server closes or falls silent. */
export function exchange(server: Server, bytes: string | Buffer, silenceMs = 700): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(server.port, '127.0.0.1');
    let text = '';
    let timer: NodeJS.Timeout;
    const end = () => {
      socket.destroy();
      resolve(text);
    };
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(end, silenceMs);
    };
    socket.on('connect', () => {
      socket.write(bytes);
      wait();
    });
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      wait();
    });
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(text);
    });
    socket.on('error', () => {});
  });
}

/** Status of the first answer; 0 when there was none. */
export function statusOf(answer: string): number {
  return Number(/^HTTP\/1\.[01] (\d{3})/.exec(answer)?.[1] ?? 0);
}
