/* Orders with customers who can be written to, and messages on their way. */
import { expect } from 'vitest';
import type { Body, Client } from './client.ts';

let made = 0;
/** A new order of AG001's, of a customer with a number and an address of their own. */
export async function reachableOrder(by: Client, extra: Body = {}): Promise<Body> {
  made += 1;
  const reply = await by.post('/api/orders', {
    customer_name: 'Huda Al-Amiri',
    customer_phone: `+97150555${String(made).padStart(4, '0')}`,
    customer_email: `huda${made}@example.com`,
    product_name: 'Kettle {{config}}',
    price: '99.00',
    agent_id: 'AG001',
    ...extra,
  });
  expect(reply.status, reply.text).toBe(201);
  return reply.body.order;
}

/** Once it left `queued`; what a dead node held is free after a minute on PostgreSQL. */
export async function settled(client: Client, id: number, orderId: number): Promise<Body> {
  for (let i = 0; i < 1000; i += 1) {
    const { body } = await client.get(`/api/agent/communication/history/${orderId}`);
    const row = body.history.find((one: Body) => one.id === id);
    if (row && row.status !== 'queued') return row;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the message is still queued');
}
