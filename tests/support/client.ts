/* A person or program talking to the server; each answer is checked against openapi.json. */

import { checkReply } from './openapi.ts';
import { password } from './paths.ts';
import type { Server } from './server.ts';

// biome-ignore lint/suspicious/noExplicitAny: answers are checked against openapi.json instead
export type Body = any;

export interface Reply {
  status: number;
  headers: Headers;
  body: Body;
  text: string;
}

export interface CallOptions {
  headers?: Record<string, string>;
  /** Sent as JSON unless it is text. */
  body?: unknown;
  /** Leave the answer unchecked: for paths outside the API. */
  unchecked?: boolean;
}

export class Client {
  token = '';
  login: Body = null;

  constructor(readonly server: Pick<Server, 'url'>) {}

  async call(method: string, path: string, options: CallOptions = {}): Promise<Reply> {
    const headers: Record<string, string> = { ...options.headers };
    if (this.token && !('authorization' in headers)) headers.authorization = `Bearer ${this.token}`;
    let body: string | undefined;
    if (typeof options.body === 'string') body = options.body;
    else if (options.body !== undefined) {
      body = JSON.stringify(options.body);
      headers['content-type'] ??= 'application/json';
    }
    const response = await fetch(this.server.url + path, {
      method,
      headers,
      body,
      redirect: 'manual',
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json');
    const reply = {
      status: response.status,
      headers: response.headers,
      body: isJson && text ? JSON.parse(text) : null,
      text,
    };
    if (!options.unchecked && isJson && method !== 'HEAD')
      checkReply(method, new URL(path, this.server.url).pathname, reply.status, reply.body);
    return reply;
  }

  get(path: string, options?: CallOptions) {
    return this.call('GET', path, options);
  }
  post(path: string, body?: unknown, options?: CallOptions) {
    return this.call('POST', path, { ...options, body });
  }
  put(path: string, body?: unknown, options?: CallOptions) {
    return this.call('PUT', path, { ...options, body });
  }
  patch(path: string, body?: unknown, options?: CallOptions) {
    return this.call('PATCH', path, { ...options, body });
  }
  delete(path: string, options?: CallOptions) {
    return this.call('DELETE', path, options);
  }
}

/** A signed-in user of a demo company. */
export async function signIn(
  server: Pick<Server, 'url'>,
  username: string,
  company = 'gulf',
): Promise<Client> {
  const client = new Client(server);
  const reply = await client.post('/api/auth/login', { username, password, company });
  if (reply.status !== 200) throw new Error(`${username} of ${company}: ${reply.text}`);
  client.token = reply.body.token;
  client.login = reply.body;
  return client;
}

export function stranger(server: Pick<Server, 'url'>): Client {
  return new Client(server);
}
