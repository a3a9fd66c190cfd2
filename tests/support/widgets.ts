/* A company's widget, and visitors who write through it from pages of a shop. */
import { createHmac, randomUUID } from 'node:crypto';
import WebSocket from 'ws';
import { type Body, type CallOptions, Client, type Reply } from './client.ts';
import type { Server } from './server.ts';
import { type Live, live } from './socket.ts';

export const shop = 'https://shop.example.com';

export interface Widget {
  id: number;
  version: number;
  key: string;
  secret: string;
}

/** A widget that pages of the shop may show. */
export async function makeWidget(admin: Client, settings: Body = {}): Promise<Widget> {
  const reply = await admin.post('/api/settings/widgets', {
    name: 'Shop',
    origins: [shop],
    ...settings,
  });
  if (reply.status !== 201) throw new Error(reply.text);
  return reply.body.widget;
}

/** A page of the shop with the widget in it. */
export class Visitor extends Client {
  widgetToken = '';
  session: Body = null;

  constructor(
    server: Pick<Server, 'url'>,
    readonly origin: string = shop,
  ) {
    super(server);
  }

  override call(method: string, path: string, options: CallOptions = {}): Promise<Reply> {
    const headers: Record<string, string> = { origin: this.origin };
    if (this.widgetToken) headers['x-widget-token'] = this.widgetToken;
    return super.call(method, path, { ...options, headers: { ...headers, ...options.headers } });
  }

  async come(key: string, more: Body = {}): Promise<Reply> {
    const token = this.widgetToken || undefined;
    const reply = await this.post('/api/widget/session', { key, token, ...more });
    if (reply.status === 200) {
      this.widgetToken = reply.body.token;
      this.session = reply.body;
    }
    return reply;
  }

  begin(message: string, more: Body = {}): Promise<Reply> {
    return this.post('/api/widget/chat', {
      name: 'Nora',
      email: `${randomUUID()}@example.com`,
      message,
      client_message_id: randomUUID(),
      ...more,
    });
  }

  say(content: string, id: string = randomUUID()): Promise<Reply> {
    return this.post('/api/widget/messages', { content, client_message_id: id });
  }

  async reads(query = ''): Promise<Body> {
    return (await this.get(`/api/widget/conversation${query}`)).body;
  }

  listen(since?: number, headers: Record<string, string> = {}): Live {
    const url = new URL('/ws/widget', this.server.url.replace('http', 'ws'));
    if (since !== undefined) url.searchParams.set('since', String(since));
    return live(
      new WebSocket(url, ['hatif.widget', this.widgetToken], {
        headers: { origin: this.origin, ...headers },
      }),
    );
  }
}

/** A visitor who has come. */
export async function visit(
  server: Pick<Server, 'url'>,
  key: string,
  more: Body = {},
  origin: string = shop,
): Promise<Visitor> {
  const visitor = new Visitor(server, origin);
  const reply = await visitor.come(key, more);
  if (reply.status !== 200) throw new Error(reply.text);
  return visitor;
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** What the shop's own server signs; `header` and the algorithm's name are the forger's to change. */
export function identity(
  secret: string,
  claims: Body,
  header: Body = { alg: 'HS256', typ: 'JWT' },
): string {
  const exp = Math.floor(Date.now() / 1000) + 600;
  const said = `${encode(header)}.${encode({ exp, ...claims })}`;
  return `${said}.${createHmac('sha256', secret).update(said).digest('base64url')}`;
}
