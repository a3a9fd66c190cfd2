/*
 * Stock from and to files, and a company without any
 * (S0-INV-17, IMP-INV-02, IMP-INV-03, IMP-NFR-05).
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Body, type Client, signIn } from '../support/client.ts';
import { sql } from '../support/database.ts';
import { type Server, startServer } from '../support/server.ts';
import { downloadXlsx } from '../support/sheet.ts';
import { listen } from '../support/socket.ts';
import { newProduct, productOf, recountStock, sendStock, stockList } from '../support/stock.ts';

let server: Server;
let _admin: Client;
let manager: Client;
let _supervisor: Client;
let sarah: Client;
let _omar: Client;
let homes: Client;

beforeAll(async () => {
  server = await startServer();
  [_admin, manager, _supervisor, sarah, _omar] = (await Promise.all(
    ['admin', 'manager', 'supervisor', 'AG001', 'AG002'].map((name) => signIn(server, name)),
  )) as [Client, Client, Client, Client, Client];
  homes = await signIn(server, 'admin', 'homes');
});
afterAll(() => server.stop());

const company = 'company_id = 1';
const one = (text: string) => Number(sql(server, text)[0]);
const list = stockList;
const codes = (body: Body): string[] => body.products.map((row: Body) => row.code);
const product = (key: string | number) => productOf(manager, key);
const ledger = async (key: string | number): Promise<Body[]> =>
  (await manager.get(`/api/inventory/${key}/ledger`)).body.ledger;

const fresh = (quantity?: number, location?: string) => newProduct(manager, quantity, location);
const send = (text: string, query = '') => sendStock(manager, text, query);

const recount = () => recountStock(server);

describe('files in', () => {
  const file = [
    'code,name,category,location,quantity,threshold,url,price',
    'IMP-1,Desk lamp,Lamps,WH-I-R1-S01,12,4,https://shop.example.com/lamp,120.50',
    'IMP-1,,,WH-I-R1-S02,3,,,',
    'IMP-2,مصباح مكتبي,إنارة,WH-I-R1-S03,٧,10,,',
    '',
  ].join('\n');

  test('products, places, levels and prices come in; the same file again changes nothing', async () => {
    const live = listen(sarah);
    await live.wait((m) => m.type === 'hello');
    const first = await send(file, 'file_name=stock.csv');
    expect(first).toMatchObject({
      status: 'done',
      total_lines: 3,
      created: 2,
      changed: 1,
      unchanged: 0,
      failed: 0,
    });
    await live.wait((m) => m.type === 'stock:imported' && m.data.import_id === first.id);
    expect(live.messages.filter((m) => m.type === 'stock:changed')).toEqual([]);
    live.close();
    expect(await product('IMP-1')).toMatchObject({
      name: 'Desk lamp',
      category: 'Lamps',
      quantity: 15,
      low_stock_threshold: 4,
      status: 'in_stock',
      price: 120.5,
      product_url: 'https://shop.example.com/lamp',
    });
    expect(await product('IMP-2')).toMatchObject({ quantity: 7, status: 'low_stock' });
    expect((await ledger('IMP-2'))[0]).toMatchObject({
      kind: 'import',
      reason: 'stock.csv',
      import_id: first.id,
      user_id: manager.login.user.id,
    });
    const count = one(`SELECT COUNT(*) FROM stock_ledger WHERE ${company}`);
    const versions = sql(server, `SELECT id, version FROM products WHERE ${company} ORDER BY id`);
    const again = await send(file);
    expect(again).toMatchObject({ created: 0, changed: 0, unchanged: 3, failed: 0 });
    expect(one(`SELECT COUNT(*) FROM stock_ledger WHERE ${company}`)).toBe(count);
    expect(sql(server, `SELECT id, version FROM products WHERE ${company} ORDER BY id`)).toEqual(
      versions,
    );
    expect((await list(manager)).summary).toEqual(recount());
    expect(
      codes(
        (
          await sarah.get(
            `/api/agent/inventory/search?order_filter=false&query=${encodeURIComponent('مصباح')}`,
          )
        ).body,
      ),
    ).toEqual(['IMP-2']);
  });

  test('refused lines say why, good lines stay', async () => {
    const done = await send(
      [
        'code;name;location;quantity;price;url',
        'BAD-1;Fine;WH-I-R2-S01;5;;',
        ';No code;WH-I-R2-S01;5;;',
        'BAD-3;Not a number;WH-I-R2-S01;five;;',
        'BAD-4;Bad place;12345;5;;',
        'BAD-5;No place;;5;;',
        'BAD-6;;WH-I-R2-S01;5;;',
        'BAD-7;Bad price;WH-I-R2-S01;5;cheap;',
        'BAD-8;Bad address;WH-I-R2-S01;5;;javascript:alert(1)',
        'BAD-1;Again;wh-i-r2-s01;6;;',
        'BAD-9;Negative;WH-I-R2-S01;-1;;',
      ].join('\r\n'),
    );
    expect(done).toMatchObject({ status: 'done', total_lines: 10, created: 1, failed: 9 });
    expect(done.errors.map((row: Body) => [row.line, row.field])).toEqual([
      [3, 'code'],
      [4, 'quantity'],
      [5, 'location'],
      [6, 'location'],
      [7, 'name'],
      [8, 'price'],
      [9, 'url'],
      [10, 'code'],
      [11, 'quantity'],
    ]);
    expect(one(`SELECT COUNT(*) FROM products WHERE ${company} AND code LIKE 'BAD-%'`)).toBe(1);
    const kept = await manager.get(`/api/inventory/imports/${done.id}/errors`);
    expect(kept.body.errors).toEqual(done.errors);
    const file = await manager.get(`/api/inventory/imports/${done.id}/errors?format=csv`, {
      unchecked: true,
    });
    expect(file.text.split('\r\n').length).toBe(11);
    expect((await list(manager)).summary).toEqual(recount());
  });

  test('a check stores nothing; what is no stock file is refused as a whole', async () => {
    const before = one(`SELECT COUNT(*) FROM products WHERE ${company}`);
    const checked = await send(
      'code,name,location,quantity\nTRY-1,Try,WH-I-R3-S01,5\nTRY-2,,WH-I-R3-S01,5\n',
      'dry_run=true',
    );
    expect(checked).toMatchObject({ status: 'done', dry_run: true, created: 1, failed: 1 });
    expect(checked.errors).toMatchObject([{ line: 3, field: 'name' }]);
    expect(one(`SELECT COUNT(*) FROM products WHERE ${company}`)).toBe(before);
    const other = await send('a,b,c\n1,2,3\n');
    expect(other.status).toBe('failed');
    expect(other.error).toContain('code');
    const form = await manager.post('/api/inventory/import', 'x', {
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
    });
    expect(form.status).toBe(415);
    const { imports } = (await manager.get('/api/inventory/imports')).body;
    expect(imports[0]).toMatchObject({ id: other.id, status: 'failed' });
    expect((await homes.get(`/api/inventory/imports/${other.id}`)).status).toBe(404);
    const over = await manager.post(`/api/inventory/imports/${other.id}/cancel`);
    expect(over.status).toBe(409);
  });

  test('thousands of lines arrive, in one event', async () => {
    // More than are counted one by one; on PostgreSQL a line is a dozen round trips.
    const count = process.env.HATIF_ENGINE === 'postgres' ? 1_500 : 10_500;
    const lines = Array.from(
      { length: count },
      (_, i) => `MANY-${i},Product ${i},Many,WH-M-R${i % 50}-S${i % 20},${i % 30},5`,
    );
    const live = listen(sarah);
    await live.wait((m) => m.type === 'hello');
    const reply = await manager.post(
      '/api/inventory/import',
      `code,name,category,location,quantity,threshold\n${lines.join('\n')}\n`,
      { headers: { 'content-type': 'text/csv' } },
    );
    const done = await live.wait(
      (m) => m.type === 'stock:imported' && m.data.import_id === reply.body.import.id,
      90_000,
    );
    expect(done.data).toMatchObject({ created: count, changed: 0 });
    expect(live.messages.filter((m) => m.type.startsWith('stock:')).length).toBe(1);
    live.close();
    const { summary, pagination } = await list(
      manager,
      'orders=all&category=Many&per_page=50&page=1',
    );
    expect(pagination.total).toBe(count);
    expect(summary).toEqual(recount());
    const found = await sarah.get(
      '/api/agent/inventory/search?query=product&order_filter=false&per_page=50',
    );
    expect(found.body.pagination).toMatchObject(
      count > 10_000 ? { total: 10_000, total_capped: true } : { total_capped: false },
    );
  }, 120_000);
});

describe('files out (IMP-INV-02, IMP-NFR-05)', () => {
  test('the report is the list, place by place, in both forms', async () => {
    const query = 'orders=all&category=Audio';
    const { products } = await list(sarah, query);
    const rows: Body[] = products.flatMap((row: Body) =>
      row.locations.map((at: Body) => [row.code, at.code, at.quantity, row.quantity]),
    );
    const csv = await sarah.get(`/api/agent/inventory/report?format=csv&${query}`, {
      unchecked: true,
    });
    expect(csv.headers.get('content-type')).toContain('text/csv');
    const parsed = csv.text
      .replace('\uFEFF', '')
      .trim()
      .split('\r\n')
      .map((line) => line.split(','));
    expect(parsed[0]?.slice(0, 8).join()).toBe(
      'code,name,category,location,quantity,threshold,url,price',
    );
    const byCode = (a: Body[], b: Body[]) => `${a[0]}${a[1]}`.localeCompare(`${b[0]}${b[1]}`);
    expect(
      parsed
        .slice(1)
        .map((cells) => [cells[0], cells[3], Number(cells[4]), Number(cells[10])])
        .sort(byCode),
    ).toEqual([...rows].sort(byCode));
    const [sheet = []] = await downloadXlsx(
      sarah,
      `/api/agent/inventory/report?format=xlsx&${query}`,
    );
    expect(
      sheet
        .slice(1)
        .map((cells) => [cells[0], cells[3], cells[4], cells[10]])
        .sort(byCode),
    ).toEqual([...rows].sort(byCode));
    expect(sheet[1]?.[11]).toBeInstanceOf(Date);
    expect(
      one(`SELECT COUNT(*) FROM audit_log WHERE ${company} AND action = 'stock.exported'`),
    ).toBe(2);
  });

  test('no text of a product becomes a formula', async () => {
    await send('code,name,category,location,quantity\nEVIL-1,=1+1,@SUM(A1),WH-E-R1-S01,1\n');
    const query = 'orders=all&search=evil';
    const csv = await sarah.get(`/api/agent/inventory/report?${query}`, { unchecked: true });
    expect(csv.text).toContain(`EVIL-1,'=1+1,'@SUM(A1),`);
    const [sheet = []] = await downloadXlsx(
      sarah,
      `/api/agent/inventory/report?format=xlsx&${query}`,
    );
    expect(sheet[1]?.slice(0, 3)).toEqual(['EVIL-1', '=1+1', '@SUM(A1)']);
  });

  test('a report sent back changes nothing', async () => {
    const query = 'orders=all&category=Phones';
    const csv = await sarah.get(`/api/agent/inventory/report?${query}`, { unchecked: true });
    const done = await send(csv.text);
    expect(done, JSON.stringify(done.errors)).toMatchObject({ created: 0, changed: 0, failed: 0 });
    expect(done.unchanged).toBeGreaterThan(0);
  });

  test('an agent gets a report of own products only, unless all are asked for', async () => {
    const { code } = await fresh();
    const own = await sarah.get('/api/agent/inventory/report', { unchecked: true });
    expect(own.text).not.toContain(code);
    const all = await sarah.get('/api/agent/inventory/report?orders=all', { unchecked: true });
    expect(all.text).toContain(code);
  });
});

describe('an empty company (C.7 invariant 6)', () => {
  test('every figure is zero without rows', async () => {
    const bare = await startServer();
    try {
      const client = await signIn(bare, 'manager');
      for (const row of (await client.get('/api/agent/inventory?orders=all')).body.products)
        for (const at of row.locations)
          await client.patch(`/api/inventory/${row.id}`, {
            location: at.code,
            quantity: 0,
            reason: 'cleared',
          });
      const cleared = (await client.get('/api/agent/inventory?orders=all')).body;
      expect(cleared.summary).toEqual({ in_stock: 0, low_stock: 0, out_of_stock: 16, total: 16 });
      const none = (await client.get('/api/agent/inventory?orders=all&stock_status=in_stock')).body;
      expect([none.products, none.pagination.total]).toEqual([[], 0]);
    } finally {
      await bare.stop();
    }
  });
});
