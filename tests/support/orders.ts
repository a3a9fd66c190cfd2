/* Orders that a test needs besides those of the demo. */
import { expect } from 'vitest';
import type { Body, Client } from './client.ts';

let made = 0;
/** A new order of AG001's, of a customer nobody knows yet, entered by somebody who may. */
export async function newOrder(by: Client, changes: Body = {}): Promise<Body> {
  made += 1;
  const reply = await by.post('/api/orders', {
    customer_name: 'Test Customer',
    customer_phone: `050 777 ${String(1000 + made)}`,
    product_name: 'Desk Lamp',
    price: '120.50',
    address: 'Dubai Marina, Building 5',
    area: 'Dubai Marina',
    agent_id: 'AGT-001',
    ...changes,
  });
  expect(reply.status, reply.text).toBe(201);
  return reply.body.order;
}

export const setStatus = (client: Client, id: number, body: Body) =>
  client.put(`/api/agent/orders/${id}/status`, body);
