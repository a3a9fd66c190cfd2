/* A client of Pusher's protocol by hand: frames as they are, and what its makers' clients need. */
import { createHash, createHmac } from 'node:crypto';
import WebSocket from 'ws';
import type { Body, Client } from './client.ts';

export interface App {
  key: string;
  secret: string;
  id: number;
}

/** Switched on, with a new secret. */
export async function switchOn(admin: Client, wanted: Body = {}): Promise<App> {
  const { settings } = (await admin.get('/api/settings/push')).body;
  const reply = await admin.put('/api/settings/push', {
    version: settings.version,
    enabled: true,
    client_events: true,
    server_events: true,
    new_secret: true,
    ...wanted,
  });
  if (reply.status !== 200) throw new Error(reply.text);
  return {
    key: reply.body.settings.key,
    secret: reply.body.secret,
    id: reply.body.settings.app_id,
  };
}

export const hmac = (secret: string, text: string) =>
  createHmac('sha256', secret).update(text).digest('hex');

export interface Line {
  socket: WebSocket;
  /** Every message, its data taken apart. */
  told: Body[];
  id: string;
  send: (event: string, data?: unknown, channel?: string) => void;
  wait: (fits: (message: Body) => boolean, what?: string) => Promise<Body>;
  /** Sends a ping, and gives what came before its answer. */
  settle: () => Promise<Body[]>;
  closed: Promise<number>;
}

export async function line(
  url: string,
  key: string,
  options: { query?: string; headers?: Record<string, string> } = {},
): Promise<Line> {
  const query = options.query ?? 'protocol=7&client=js&version=8.6.0';
  const socket = new WebSocket(`${url.replace('http', 'ws')}/app/${key}?${query}`, {
    headers: options.headers,
  });
  const told: Body[] = [];
  const waiting = new Set<() => void>();
  socket.on('message', (bytes) => {
    const message = JSON.parse(String(bytes));
    if (typeof message.data === 'string') {
      try {
        message.data = JSON.parse(message.data);
      } catch {
        // a text of a client's own
      }
    }
    told.push(message);
    for (const look of [...waiting]) look();
  });
  socket.on('error', () => undefined);
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  const made: Line = {
    socket,
    told,
    id: '',
    closed,
    send: (event, data, channel) => socket.send(JSON.stringify({ event, data, channel })),
    wait: (fits, what = String(fits)) =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => {
          waiting.delete(look);
          reject(new Error(`not heard: ${what}; but ${JSON.stringify(told).slice(-1500)}`));
        }, 20_000);
        const look = () => {
          const found = told.find(fits);
          if (!found) return;
          clearTimeout(late);
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    settle: async () => {
      const from = told.length;
      made.send('pusher:ping');
      await made.wait((m) => m.event === 'pusher:pong' && told.indexOf(m) >= from, 'pong');
      return told.slice(from).filter((m) => m.event !== 'pusher:pong');
    },
  };
  await Promise.race([
    made.wait((m) => m.event === 'pusher:connection_established' || m.event === 'pusher:error'),
    closed,
  ]);
  made.id = told.find((m) => m.event === 'pusher:connection_established')?.data.socket_id ?? '';
  return made;
}

/** What a page posts for a private or presence channel. */
export const authorize = (client: Client, id: string, channel: string) =>
  client.post('/broadcasting/auth', { socket_id: id, channel_name: channel });

/** Subscribe with the server's own signature; gives the answer. */
export async function subscribe(to: Line, client: Client | null, channel: string): Promise<Body> {
  const signed = client ? await authorize(client, to.id, channel) : null;
  if (signed && signed.status !== 200) throw new Error(signed.text);
  to.send('pusher:subscribe', {
    channel,
    ...(signed && { auth: signed.body.auth, channel_data: signed.body.channel_data }),
  });
  return to.wait(
    (m) => m.channel === channel && m.event === 'pusher_internal:subscription_succeeded',
    `on ${channel}`,
  );
}

/** POST /apps/{id}/events, signed as Pusher's libraries do. */
export async function publish(
  url: string,
  app: App,
  body: Body,
  change: (query: Record<string, string>) => void = () => undefined,
): Promise<Response> {
  const text = JSON.stringify(body);
  const query: Record<string, string> = {
    auth_key: app.key,
    auth_timestamp: String(Math.floor(Date.now() / 1000)),
    auth_version: '1.0',
    body_md5: createHash('md5').update(text).digest('hex'),
  };
  const sign = () =>
    hmac(
      app.secret,
      `POST\n/apps/${app.id}/events\n${Object.entries(query)
        .filter(([name]) => name !== 'auth_signature')
        .sort()
        .map((pair) => pair.join('='))
        .join('&')}`,
    );
  query.auth_signature = sign();
  change(query);
  if (query.auth_signature === 'again') query.auth_signature = sign();
  return fetch(`${url}/apps/${app.id}/events?${new URLSearchParams(query)}`, {
    method: 'POST',
    body: text,
    headers: { 'content-type': 'application/json' },
  });
}
