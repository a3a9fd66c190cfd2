/* Orders that were confirmed, and what became of their parcels. */
import { expect } from 'vitest';
import type { Body, Client } from './client.ts';

let made = 0;
/** An order of AG001's, of a customer nobody knows unless a phone is given. */
export async function newReported(by: Client, changes: Body = {}): Promise<Body> {
  made += 1;
  const reply = await by.post('/api/orders', {
    customer_name: 'Report Customer',
    customer_phone: `050 333 ${String(1000 + made)}`,
    product_name: 'Reported Kettle',
    price: '100.00',
    area: 'Reportville',
    agent_id: 'AGT-001',
    ...changes,
  });
  expect(reply.status, reply.text).toBe(201);
  return reply.body.order;
}

/** The order after its status was set. */
export async function become(client: Client, id: number, body: Body): Promise<Body> {
  const reply = await client.put(`/api/agent/orders/${id}/status`, body);
  expect(reply.status, reply.text).toBe(200);
  return reply.body.order;
}
export const confirm = (client: Client, id: number) => become(client, id, { status: 'confirmed' });
export const cancel = (client: Client, id: number) =>
  become(client, id, { status: 'cancelled', cancellation_reason: 'price_concerns' });

export async function newCourier(admin: Client): Promise<number> {
  const reply = await admin.post('/api/admin/couriers', { name: 'Reported', adapter: 'none' });
  expect(reply.status, reply.text).toBe(201);
  return reply.body.courier.id;
}

/** A parcel of an order with a courier, taken through these steps. */
export async function parcel(admin: Client, of: Body, ...steps: string[]): Promise<Body> {
  const reply = await admin.post('/api/deliveries', {
    tracking_number: `REP${Date.now()}${++made}`,
    ...of,
  });
  expect(reply.status, reply.text).toBe(201);
  for (const status of steps) {
    const moved = await admin.put(`/api/deliveries/${reply.body.delivery.id}`, { status });
    expect(moved.status, moved.text).toBe(200);
  }
  return reply.body.delivery;
}
export const arrived = ['picked_up', 'shipped', 'in_transit', 'out_for_delivery', 'delivered'];
