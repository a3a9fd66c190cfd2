/* The API as a person uses it beside the browser: to prepare what a test needs and to check it. */
import { password } from '../server.ts';

// biome-ignore lint/suspicious/noExplicitAny: the API tests hold the answers against openapi.json
export type Body = any;

export class Api {
  token = '';
  login: Body = null;

  constructor(readonly url: string) {}

  static async signIn(url: string, username: string, company: string): Promise<Api> {
    const api = new Api(url);
    api.login = await api.post('/api/auth/login', { username, password, company });
    api.token = api.login.token;
    return api;
  }

  async call(method: string, path: string, body?: unknown): Promise<Body> {
    const answer = await fetch(this.url + path, {
      method,
      headers: {
        ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text ? JSON.parse(text) : null;
  }

  get(path: string) {
    return this.call('GET', path);
  }
  post(path: string, body: unknown = {}) {
    return this.call('POST', path, body);
  }
  put(path: string, body: unknown) {
    return this.call('PUT', path, body);
  }
  patch(path: string, body: unknown) {
    return this.call('PATCH', path, body);
  }

  /** One order with everything about it. */
  async order(id: number): Promise<Body> {
    return (await this.get(`/api/agent/orders/${id}`)).order;
  }

  async history(id: number): Promise<Body[]> {
    return (await this.get(`/api/agent/orders/${id}/history`)).history;
  }
}

let made = 0;

/** A fresh order; `by` must be allowed to enter orders. */
export async function newOrder(by: Api, changes: Body = {}): Promise<Body> {
  made += 1;
  const answer = await by.post('/api/orders', {
    customer_name: `Customer ${made}`,
    customer_phone: `+97150888${String(1000 + made)}`,
    product_name: 'Desk Lamp',
    seller_name: 'TechStore Electronics',
    quantity: 1,
    price: 120.5,
    address: 'Dubai Marina, Building 5, Apt 1203',
    area: 'Dubai Marina',
    agent_id: 'AGT-001',
    ...changes,
  });
  return answer.order;
}
