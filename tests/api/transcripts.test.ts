/*
 * What was said in a call: written down in both languages, in its order, told to who sees the call
 * and to nobody else (S4-TRN-01…04, S4-RT-09, IMP-TRN-01, A-43).
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Body, type Client, signIn } from '../support/client.ts';
import { alter } from '../support/database.ts';
import { type Server, startServer } from '../support/server.ts';
import { type Live, listen } from '../support/socket.ts';

let server: Server;
let admin: Client;
let sarah: Client;
let omar: Client;
let homes: Client;

const now = Date.now() * 1000;
const calls = ['CALL-T1', 'CALL-T2', 'CALL-T3']
  .map(
    (code, i) => `
  INSERT INTO calls (company_id, id, call_code, linkedid, direction, status, is_active, started_us,
      as_of_us, customer_name, phone_number, agent_id, team_id, department_id)
    SELECT a.company_id, ${4_000_001 + i}, '${code}', 't.${i}', 'incoming', 'in_progress', 1, ${now},
      ${now}, 'Fatima Ali', '+971501234567', a.id, a.team_id, a.department_id
    FROM agents a JOIN companies c ON c.id = a.company_id WHERE c.code = 'gulf' AND a.agent_no = 1`,
  )
  .join(';');

beforeAll(async () => {
  server = await startServer({ prepare: (db) => alter(db, calls) });
  admin = await signIn(server, 'admin');
  sarah = await signIn(server, 'AG001');
  omar = await signIn(server, 'AG002');
  homes = await signIn(server, 'admin', 'homes');
});

afterAll(() => server.stop());

const said = (messages: Body[]) => messages.map(({ speaker, content }) => `${speaker}: ${content}`);

describe('a transcript', () => {
  test('a call of which nothing was written has an empty one', async () => {
    expect((await sarah.get('/api/transcripts/CALL-T1')).body).toEqual({
      success: true,
      call_id: 'CALL-T1',
      messages: [],
      summary: null,
      sentiment: null,
      version: 0,
    });
  });

  test('messages come by query as by body, and stay in their order (S4-TRN-02, S4-TRN-03)', async () => {
    const bot = await sarah.call(
      'POST',
      '/api/transcripts/CALL-T1/messages?speaker=bot&content=Welcome%20to%20customer%20support&language=en',
    );
    expect(bot.status, bot.text).toBe(201);
    const customer = await sarah.call(
      'POST',
      `/api/transcripts/t.0/messages?speaker=customer&language=ar&content=${encodeURIComponent('مرحبا، لدي مشكلة')}`,
    );
    expect(customer.status, customer.text).toBe(201);
    const reply = await sarah.post('/api/transcripts/4000001/messages', {
      speaker: 'agent',
      content: 'كيف أساعدك؟',
    });
    expect(reply.body.message).toMatchObject({ speaker: 'agent', language: 'ar' });
    const { body } = await admin.get('/api/transcripts/CALL-T1');
    expect(said(body.messages)).toEqual([
      'bot: Welcome to customer support',
      'customer: مرحبا، لدي مشكلة',
      'agent: كيف أساعدك؟',
    ]);
    expect(body.messages.map((m: Body) => m.language)).toEqual(['en', 'ar', 'ar']);
    const times = body.messages.map((m: Body) => m.timestamp);
    expect(times).toEqual([...times].sort());
  });

  test('twenty at once all stand there, each once, and ids rise with them', async () => {
    await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        (i % 2 ? sarah : admin).post('/api/transcripts/CALL-T2/messages', {
          speaker: 'customer',
          content: `line ${i}`,
        }),
      ),
    );
    const { messages } = (await admin.get('/api/transcripts/CALL-T2')).body;
    expect(new Set(messages.map((m: Body) => m.content)).size).toBe(20);
    const ids = messages.map((m: Body) => m.id);
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
  });

  test('the same key writes once', async () => {
    const send = () =>
      sarah.post(
        '/api/transcripts/CALL-T3/messages',
        { speaker: 'agent', content: 'once' },
        { headers: { 'idempotency-key': 'transcript-once' } },
      );
    expect((await send()).body.message.id).toBe((await send()).body.message.id);
    expect((await sarah.get('/api/transcripts/CALL-T3')).body.messages).toHaveLength(1);
  });

  test('what is wrong is refused by name', async () => {
    for (const [body, field] of [
      [{ speaker: 'robot', content: 'x' }, 'speaker'],
      [{ speaker: 'bot' }, 'content'],
      [{ speaker: 'bot', content: '   ' }, 'content'],
      [{ speaker: 'bot', content: 'x'.repeat(4001) }, 'content'],
      [{ speaker: 'bot', content: 'x', language: 'fr' }, 'language'],
    ] as const) {
      const reply = await sarah.post('/api/transcripts/CALL-T3/messages', body);
      expect(reply.status, JSON.stringify(body)).toBe(422);
      expect(Object.keys(reply.body.errors)).toEqual([field]);
    }
  });

  test('a summary is of the version that one has seen', async () => {
    const path = '/api/transcripts/CALL-T3';
    const { version } = (await sarah.get(path)).body;
    const first = await sarah.patch(path, { summary: 'A question', sentiment: 'neutral', version });
    expect(first.body).toMatchObject({
      summary: 'A question',
      sentiment: 'neutral',
      version: version + 1,
    });
    expect((await sarah.patch(path, { summary: 'Late', version })).status).toBe(409);
    expect((await sarah.patch(path, { sentiment: 'positive' })).body).toMatchObject({
      summary: 'A question',
      sentiment: 'positive',
    });
  });

  test('as text, in the language of who asks', async () => {
    const reply = await admin.get('/api/transcripts/CALL-T1/export');
    expect(reply.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(reply.text).toContain('CALL-T1');
    expect(reply.text).toMatch(/\[\d\d:\d\d:\d\d\] Assistant: Welcome to customer support/);
    const arabic = await admin.get('/api/transcripts/CALL-T1/export', {
      headers: { 'accept-language': 'ar' },
    });
    expect(arabic.text).toContain('المساعد الآلي');
  });
});

describe('who sees it', () => {
  test('not a colleague, nor another company: as if there were no such call', async () => {
    for (const client of [omar, homes]) {
      expect((await client.get('/api/transcripts/CALL-T1')).status).toBe(404);
      expect((await client.get('/api/transcripts/CALL-T1/export')).status).toBe(404);
      expect((await client.patch('/api/transcripts/CALL-T1', { summary: 'x' })).status).toBe(404);
      expect(
        (
          await client.post('/api/transcripts/CALL-T1/messages', {
            speaker: 'bot',
            content: 'not yours',
          })
        ).status,
      ).toBe(404);
    }
    expect((await admin.get('/api/transcripts/CALL-T1')).body.messages).toHaveLength(3);
  });

  test('message:new reaches who sees the call, and nobody else (S4-RT-09)', async () => {
    const live: Record<string, Live> = {};
    for (const [who, client] of Object.entries({ sarah, omar, admin, homes })) {
      live[who] = listen(client);
      await live[who]!.wait((frame) => frame.type === 'hello');
    }
    const reply = await sarah.post('/api/transcripts/CALL-T1/messages', {
      speaker: 'customer',
      content: 'Hello',
    });
    for (const who of ['sarah', 'admin']) {
      const event = await live[who]!.wait((frame) => frame.type === 'message:new');
      expect(event.data).toEqual({
        call_id: 'CALL-T1',
        speaker: 'customer',
        content: 'Hello',
        message: reply.body.message,
      });
    }
    /* Events come in their order: once the next one is there, the one before would be. */
    const next = await admin.post('/api/extensions', { extension: '9951' });
    expect(next.status, next.text).toBe(201);
    await live.omar!.wait((frame) => frame.type === 'extension:created');
    expect((await homes.post('/api/extensions', { extension: '9951' })).status).toBe(201);
    await live.homes!.wait((frame) => frame.type === 'extension:created');
    for (const who of ['omar', 'homes'])
      expect(live[who]!.messages.filter((frame) => frame.type === 'message:new')).toEqual([]);
    for (const one of Object.values(live)) one.close();
  });
});
