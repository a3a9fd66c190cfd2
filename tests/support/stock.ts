/* Products and files of stock that a test needs besides those of the demo. */
import { expect } from 'vitest';
import type { Body, Client } from './client.ts';
import { sql } from './database.ts';
import type { Server } from './server.ts';

export const productOf = async (by: Client, key: string | number): Promise<Body> =>
  (await by.get(`/api/inventory/${key}`)).body.product;

/** Upload a file and wait until the import has ended. */
export async function sendStock(by: Client, text: string, query = ''): Promise<Body> {
  const reply = await by.post(`/api/inventory/import?${query}`, text, {
    headers: { 'content-type': 'text/csv' },
  });
  expect(reply.status, reply.text).toBe(202);
  for (let i = 0; i < 200; i++) {
    const { body } = await by.get(`/api/inventory/imports/${reply.body.import.id}`);
    if (!['waiting', 'running'].includes(body.import.status)) return body.import;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the import did not end within 10 s');
}

let made = 0;
/** A product that only this test knows, with stock at one place. */
export async function newProduct(
  by: Client,
  quantity = 10,
  location = 'WH-T-R1-S01',
): Promise<Body> {
  made += 1;
  const code = `TEST-${made}`;
  const done = await sendStock(
    by,
    `code,name,category,location,quantity,threshold\n${code},Test product ${made},Tests,${location},${quantity},5\n`,
  );
  expect(done, JSON.stringify(done)).toMatchObject({ status: 'done', created: 1, failed: 0 });
  return productOf(by, code);
}

/** What an agent's page of stock answers. */
export async function stockList(by: Client, query = ''): Promise<Body> {
  const reply = await by.get(`/api/agent/inventory?${query}`);
  expect(reply.status, reply.text).toBe(200);
  return reply.body;
}

/** What maintained numbers have to be, counted anew. */
export function recountStock(server: Server) {
  const [row = ''] = sql(
    server,
    `SELECT SUM(CASE WHEN total > threshold THEN 1 ELSE 0 END),
      SUM(CASE WHEN total > 0 AND total <= threshold THEN 1 ELSE 0 END),
      SUM(CASE WHEN total = 0 THEN 1 ELSE 0 END), COUNT(*) FROM
      (SELECT p.low_stock_threshold AS threshold, COALESCE((SELECT SUM(l.quantity)
        FROM stock_levels l WHERE l.company_id = p.company_id AND l.product_id = p.id), 0) AS total
       FROM products p WHERE p.company_id = 1) counted`,
  );
  const [in_stock, low_stock, out_of_stock, total] = row.split('|').map(Number);
  return { in_stock, low_stock, out_of_stock, total };
}
