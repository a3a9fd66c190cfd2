/* A plain WebSocket client of /ws/updates that remembers what it was told. */
import WebSocket from 'ws';
import type { Body, Client } from './client.ts';

export interface Live {
  socket: WebSocket;
  messages: Body[];
  /** The first message, already received or still to come, that fits. */
  wait: (fits: (message: Body) => boolean, ms?: number) => Promise<Body>;
  closed: Promise<{ code: number; reason: string }>;
  close: () => void;
}

export function listen(client: Client, since?: number, headers: Record<string, string> = {}): Live {
  const url = new URL('/ws/updates', client.server.url.replace('http', 'ws'));
  if (since !== undefined) url.searchParams.set('since', String(since));
  const socket = new WebSocket(url, {
    headers: { authorization: `Bearer ${client.token}`, ...headers },
  });
  return live(socket);
}

/** What a socket is told, remembered. */
export function live(socket: WebSocket): Live {
  const messages: Body[] = [];
  const waiting = new Set<() => void>();
  socket.on('message', (data) => {
    messages.push(JSON.parse(String(data)));
    for (const look of waiting) look();
  });
  socket.on('error', () => {});
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => resolve({ code, reason: String(reason) }));
  });
  return {
    socket,
    messages,
    closed,
    close: () => socket.close(),
    wait: (fits, ms = 20_000) =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => {
          waiting.delete(look);
          reject(
            new Error(
              `no such message within ${ms} ms; got ${messages
                .map((m) => `${m.type}#${m.seq}`)
                .join(' ')
                .slice(-1500)}`,
            ),
          );
        }, ms);
        const look = () => {
          const found = messages.find(fits);
          if (!found) return;
          clearTimeout(late);
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
  };
}
