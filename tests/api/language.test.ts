/* What the server says is in the person's language: the request's, the user's, the company's (A-53, A-24, S1-PROF-08). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Body, type Client, signIn, stranger } from '../support/client.ts';
import { type Server, startServer } from '../support/server.ts';

let server: Server;
let manager: Client;
let sarah: Client;

beforeAll(async () => {
  server = await startServer();
  manager = await signIn(server, 'manager');
  sarah = await signIn(server, 'AG001');
});
afterAll(() => server.stop());

const ARABIC = /[\u0600-\u06ff]/;
const inArabic = { headers: { 'accept-language': 'ar' } };
const inEnglish = { headers: { 'accept-language': 'en' } };

/** An order without what it needs, as two languages refuse it. */
const refused = (client: Client, options?: { headers: Record<string, string> }) =>
  client.post('/api/orders', { customer_phone: '0501234567', quantity: 'x' }, options);

describe('a refusal', () => {
  test('says the same in both languages; codes and names of fields stay', async () => {
    const [ar, en] = [await refused(manager, inArabic), await refused(manager, inEnglish)];
    expect([ar.status, en.status]).toEqual([422, 422]);
    expect(ar.body.code).toBe(en.body.code);
    expect(Object.keys(ar.body.errors)).toEqual(Object.keys(en.body.errors));
    expect(ar.body.errors.quantity).toEqual(['يجب أن تكون القيمة عدداً صحيحاً.']);
    expect(en.body.errors.quantity).toEqual(['This must be a whole number.']);
    for (const reasons of Object.values<string[]>(ar.body.errors))
      for (const reason of reasons) expect(reason).toMatch(ARABIC);
    for (const { body } of [ar, en]) {
      const [field, reasons] = Object.entries<string[]>(body.errors)[0] ?? ['', []];
      expect(body.error).toBe(`${field}: ${reasons[0]}`);
      expect([body.message, body.detail]).toEqual([body.error, body.error]);
    }
    expect(ar.headers.get('content-language')).toBe('ar');
    expect(en.headers.get('content-language')).toBe('en');
    expect(ar.headers.get('vary')).toMatch(/accept-language/i);
  });

  test('of a wrong state names the states in the same language', async () => {
    const list = await sarah.get('/api/agent/orders?status=closed&per_page=1');
    const path = `/api/agent/orders/${list.body.orders[0].id}/status`;
    const ar = await sarah.put(path, { status: 'confirmed' }, inArabic);
    const en = await sarah.put(path, { status: 'confirmed' }, inEnglish);
    expect([ar.status, en.status]).toEqual([409, 409]);
    expect(ar.body.error).toMatch(/«مغلق» إلى «مؤكد»/);
    expect(en.body.error).toMatch(/from closed to confirmed/);
    expect(ar.body.allowed).toEqual(en.body.allowed);
    expect(ar.body.code).toBe('state');
  });

  test.each([
    ['before anybody is known', () => stranger(server).get('/api/agent/orders', inArabic), 401],
    ['of a wrong password', () => badLogin(inArabic), 401],
    ['of an address', () => stranger(server).get('/api/nothing', inArabic), 404],
    ['of a verb', () => manager.delete('/api/agent/orders/1847', inArabic), 405],
    ['of a right', () => sarah.put('/api/company', { name: 'Mine', version: 1 }, inArabic), 403],
    ['of an id', () => sarah.get('/api/agent/orders/99999999', inArabic), 404],
    ['of JSON', () => manager.post('/api/orders', '{"a":', json(inArabic)), 400],
  ])('%s is Arabic too', async (_, ask, status) => {
    const reply = await ask();
    expect(reply.status, reply.text).toBe(status);
    expect(reply.body.error).toMatch(ARABIC);
    expect(reply.body.error).not.toMatch(/%/);
  });

  test('of one order among many is in the language of the request', async () => {
    const list = await sarah.get('/api/agent/orders?status=closed&per_page=1');
    const body = { order_ids: [String(list.body.orders[0].id)], status: 'confirmed' };
    const reply = await sarah.post('/api/agent/orders/bulk-status', body, inArabic);
    expect(reply.body.results[0].error).toMatch(ARABIC);
  });
});

const badLogin = (options: { headers: Record<string, string> }) =>
  stranger(server).post(
    '/api/auth/login',
    { username: 'nobody-at-all', password: 'not-this-one', company: 'gulf' },
    options,
  );
const json = (options: { headers: Record<string, string> }) => ({
  headers: { ...options.headers, 'content-type': 'application/json' },
});

describe('which language', () => {
  const missing = async (client: Client, language?: string) => {
    // What the runtime sends by itself is `*`: no preference.
    const headers = { 'accept-language': language ?? '*' };
    const reply = await client.get('/api/agent/orders/99999999', { headers });
    expect(reply.status).toBe(404);
    expect(reply.headers.get('content-language')).toBe(ARABIC.test(reply.body.error) ? 'ar' : 'en');
    return ARABIC.test(reply.body.error) ? 'ar' : 'en';
  };
  const choose = (client: Client, preferences: Body) =>
    client.put('/api/me/preferences', { preferences });

  test('the request, then the user, then the company, then English', async () => {
    const omar = await signIn(server, 'AG002', 'gulf');
    const fresh = await signIn(server, 'AG002', 'gulf');
    expect(await missing(fresh)).toBe('en'); // the company's
    expect((await choose(omar, { language: 'ar' })).status).toBe(200);
    expect(await missing(fresh)).toBe('ar'); // the user's, at once and in every session
    expect(await missing(fresh, 'en')).toBe('en'); // the request's
    expect(await missing(fresh, 'fr, de;q=0.5')).toBe('ar'); // says nothing that we speak
    expect((await choose(omar, { theme: 'dark' })).status).toBe(200);
    expect(await missing(fresh)).toBe('ar'); // other settings leave it
    expect((await choose(omar, { language: 'xx' })).status).toBe(200);
    expect(await missing(fresh)).toBe('ar'); // unknown ones too
    expect((await choose(omar, { language: 'en' })).status).toBe(200);
    expect(await missing(fresh)).toBe('en');
    expect((await stranger(server).get('/api/nothing')).headers.get('content-language')).toBe('en');
  });

  test("the company's holds for those who chose none", async () => {
    const tariq = await signIn(server, 'agent', 'homes');
    expect(await missing(tariq)).toBe('en');
    const admin = await signIn(server, 'admin', 'homes');
    const { version } = (await admin.get('/api/company')).body.company;
    const saved = await admin.put('/api/company', { language: 'ar', version });
    expect(saved.status, saved.text).toBe(200);
    expect(await missing(tariq)).toBe('ar');
    expect(await missing(tariq, 'en-US,en;q=0.9')).toBe('en');
  });

  test.each([
    ['an unknown weight', 'ar;q=banana', 'en'],
    ['a weight of nothing', 'ar;q=0', 'en'],
    ['a format', '%s%s%n,ar', 'ar'],
    ['a path', '../../etc/passwd', 'en'],
    ['separators only', ',;,;,;-=', 'en'],
    ['six kilobytes of it', `${'x-y;q=0.1,'.repeat(600)}ar`, 'en'],
  ])('%s does no harm', async (_, header, expected) => {
    expect(await missing(sarah, header)).toBe(expected);
  });
});

describe('files', () => {
  const bad =
    'order_number,customer_name,customer_phone,product,quantity,price\nL-1,,none,Lamp,x,1\n';

  async function imported(language: string): Promise<number> {
    const reply = await manager.post('/api/orders/import?dry_run=true', bad, {
      headers: { 'content-type': 'text/csv', 'accept-language': language },
    });
    expect(reply.status, reply.text).toBe(202);
    for (let i = 0; i < 200; i++) {
      const { body } = await manager.get(`/api/orders/imports/${reply.body.import.id}`);
      if (body.import.status === 'done') return reply.body.import.id;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('the import did not end within 10 s');
  }

  test('an import reports in the language of who sent the file', async () => {
    const reasons = async (language: string) => {
      const path = `/api/orders/imports/${await imported(language)}/errors`;
      return (await manager.get(path)).body.errors.map((error: Body) => error.reason);
    };
    for (const reason of await reasons('ar')) expect(reason).toMatch(ARABIC);
    for (const reason of await reasons('en')) expect(reason).not.toMatch(ARABIC);
  });

  test('headings are the names that programs know, or of a language that is asked for', async () => {
    const id = await imported('ar');
    const head = async (query: string) => {
      const path = `/api/orders/imports/${id}/errors?format=csv${query}`;
      return (await manager.get(path, { unchecked: true, ...inArabic })).text.split('\r\n')[0];
    };
    expect(await head('')).toBe('line,field,reason'); // fetch takes the mark of the bytes away
    expect(await head('&language=ar')).toBe('السطر,الحقل,السبب');
    expect((await manager.get(`/api/orders/imports/${id}/errors?language=xx`)).status).toBe(422);
  });

  test('an export in Arabic has the same columns, and is read in again', async () => {
    const lines = async (query: string) =>
      (
        await manager.get(`/api/agent/orders/export?orders=all&status=closed${query}`, {
          unchecked: true,
          ...inArabic,
        })
      ).text.split('\r\n');
    const [plain, ar] = [await lines(''), await lines('&language=ar')];
    expect(plain[0]).toMatch(/^Order,External code,Status/);
    expect(plain[1]).toContain(',closed,');
    expect(ar[0]).toMatch(/^الطلب,رقمه في المتجر,الحالة/);
    expect(ar[1]).toContain(',مغلق,');
    expect(ar[0]?.split(',').length).toBe(plain[0]?.split(',').length);
    const found = async (file: string[]) => {
      const reply = await manager.post(
        '/api/orders/import?dry_run=true',
        file.slice(0, 3).join('\r\n'),
        {
          headers: { 'content-type': 'text/csv' },
        },
      );
      const path = `/api/orders/imports/${reply.body.import.id}`;
      for (let i = 0; i < 200; i++) {
        const { status, imported: count } = (await manager.get(path)).body.import;
        if (!['waiting', 'running'].includes(status)) return { status, count };
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return null;
    };
    expect(await found(plain)).toMatchObject({ status: 'done', count: 2 });
    expect(await found(ar)).toEqual(await found(plain));
  });
});
