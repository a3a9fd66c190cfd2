/* Reports and exports (IMP-ORD-11, S0-ROLE-08, IMP-NFR-03). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Body, type Client, signIn } from '../support/client.ts';
import { sql } from '../support/database.ts';
import { arrived, confirm, newCourier, newReported, parcel } from '../support/reports.ts';
import { type Server, startServer } from '../support/server.ts';
import { downloadXlsx } from '../support/sheet.ts';
import { listen } from '../support/socket.ts';

let server: Server;
let admin: Client;
let manager: Client;
let sarah: Client; // AG001
let omar: Client; // AG002
let stranger: Client; // admin of the other company
let courier: number;

beforeAll(async () => {
  server = await startServer();
  admin = await signIn(server, 'admin');
  manager = await signIn(server, 'manager');
  sarah = await signIn(server, 'AG001');
  omar = await signIn(server, 'AG002');
  stranger = await signIn(server, 'admin', 'homes');
  courier = await newCourier(admin);
});
afterAll(() => server.stop());

describe('reports', () => {
  test('of orders: rows, figures and outcome, in one scope', async () => {
    const area = `Report ${Date.now()}`;
    const one = await newReported(manager, { area });
    await newReported(manager, { area });
    await confirm(sarah, one.id);
    const reply = await sarah.get(
      `/api/agent/reports?type=orders&date=today&area=${encodeURIComponent(area)}`,
    );
    expect(reply.status, reply.text).toBe(200);
    expect(reply.body.orders).toHaveLength(2);
    expect(reply.body.orders.find((o: Body) => o.id === one.id)).toMatchObject({
      outcome: 'no_parcel',
    });
    expect(reply.body.summary).toMatchObject({
      rows: 2,
      capped: false,
      by_status: { confirmed: 1, new: 1 },
      by_outcome: { no_parcel: 1 },
      money: [{ currency: 'AED', minor: 20000, value: 200 }],
    });
    const others = await omar.get(
      `/api/agent/reports?type=orders&date=today&area=${encodeURIComponent(area)}`,
    );
    expect(others.body.summary).toMatchObject({ rows: 0, by_status: {}, money: [] });
  });

  test('of interactions: calls and messages once, with what was summed up', async () => {
    const order = await newReported(manager);
    const before = (await sarah.get('/api/agent/reports?type=interactions&date=today')).body
      .summary;
    const call = await sarah.post('/api/agent/communication/call', {
      order_id: order.id,
      phone_number: order.customer_phone,
      direction: 'outbound',
      outcome: 'answered',
      duration_seconds: 75,
    });
    expect([200, 201], call.text).toContain(call.status);
    const reply = await sarah.get('/api/agent/reports?type=interactions&date=today&kind=call');
    expect(reply.status, reply.text).toBe(200);
    const rows = reply.body.interactions.filter((r: Body) => r.order_id === order.id);
    expect(rows).toMatchObject([{ kind: 'call', outcome: 'answered', duration_seconds: 75 }]);
    const after = (await sarah.get('/api/agent/reports?type=interactions&date=today')).body.summary;
    expect(after.rows).toBe(before.rows + 1);
    expect(after.duration_seconds).toBe(before.duration_seconds + 75);
    const page = await sarah.get('/api/agent/reports?type=interactions&date=today&per_page=5');
    const next = await sarah.get(
      `/api/agent/reports?type=interactions&date=today&per_page=5&cursor=${page.body.pagination.next}`,
    );
    const ids = [...page.body.interactions, ...next.body.interactions].map((r: Body) => r.id);
    expect(new Set(ids).size).toBe(10);
    expect(
      (await omar.get('/api/agent/reports?type=interactions&date=today')).body.interactions,
    ).not.toContainEqual(expect.objectContaining({ order_id: order.id }));
  });

  test('of deliveries: by status and courier, with the value', async () => {
    const order = await newReported(manager);
    const made = await parcel(admin, { order_id: order.id, courier_id: courier }, ...arrived);
    const reply = await sarah.get(
      `/api/agent/reports?type=deliveries&date=today&courier_id=${courier}&status=delivered`,
    );
    expect(reply.status, reply.text).toBe(200);
    expect(reply.body.deliveries.map((d: Body) => d.id)).toContain(made.id);
    expect(reply.body.summary.by_status).toEqual({ delivered: reply.body.summary.rows });
    expect(
      (await omar.get(`/api/agent/reports?type=deliveries&date=today&courier_id=${courier}`)).body
        .deliveries,
    ).toEqual([]);
  });

  test('as files: the same rows, headings in a language, formulas escaped, written down', async () => {
    const area = `File ${Date.now()}`;
    await newReported(manager, { area, customer_name: '=HYPERLINK("http://evil")' });
    const query = `type=orders&date=today&area=${encodeURIComponent(area)}`;
    const csv = await sarah.get(`/api/agent/reports?${query}&format=csv`, { unchecked: true });
    expect(csv.headers.get('content-type')).toMatch(/^text\/csv/);
    expect(csv.text).toContain(`"'=HYPERLINK(""http://evil"")"`);
    const sheets = await downloadXlsx(sarah, `/api/agent/reports?${query}&format=xlsx&language=ar`);
    expect(sheets[0]).toHaveLength(2);
    expect(sheets[0]?.[0]?.[0]).toBe('الطلب');
    for (const [type, rows] of [
      ['interactions', 'interactions'],
      ['deliveries', 'deliveries'],
    ] as const) {
      const preview = await sarah.get(`/api/agent/reports?type=${type}&date=7d&per_page=500`);
      const file = await downloadXlsx(sarah, `/api/agent/reports?type=${type}&date=7d&format=xlsx`);
      expect(preview.body[rows].length, type).toBeGreaterThan(0);
      expect(file[0]?.length, type).toBe(preview.body.summary.rows + 1);
    }
    expect(
      Number(sql(server, "SELECT COUNT(*) FROM audit_log WHERE action = 'report.exported'")[0]),
    ).toBeGreaterThanOrEqual(4);
  });

  test('refuse what they do not know, naming it', async () => {
    for (const [query, field] of [
      ['type=nothing', 'type'],
      ['date=today', 'type'],
      ['type=orders&date=someday', 'date'],
      ['type=deliveries&status=confirmed', 'status'],
      ['type=interactions&kind=fax', 'kind'],
      ['type=orders&agent_id=AGT-999', 'agent_id'],
      ['type=deliveries&cursor=abc', 'cursor'],
    ] as const) {
      const reply = await sarah.get(`/api/agent/reports?${query}`);
      expect(reply.status, `${query}: ${reply.text}`).toBe(422);
      expect(Object.keys(reply.body.errors), query).toEqual([field]);
    }
    // An agent asks for colleagues in vain.
    expect((await sarah.get('/api/agent/reports?type=orders&agent_id=AGT-002')).status).toBe(422);
  });

  test('what the filters can be set to, in one scope', async () => {
    const mine = await sarah.get('/api/agent/reports/choices');
    expect(mine.status, mine.text).toBe(200);
    expect(mine.body.agents).toHaveLength(1);
    const all = await manager.get('/api/agent/reports/choices');
    expect(all.body.agents.length).toBeGreaterThan(5);
    for (const key of ['sellers', 'products', 'couriers', 'areas'])
      expect(all.body[key].length, key).toBeGreaterThan(0);
    const theirs = await stranger.get('/api/agent/reports/choices');
    expect(theirs.body.couriers.map((c: Body) => c.name)).not.toContain('Reported');
  });
});

describe('exports', () => {
  const finished = (client: Client, id: number) => {
    const live = listen(client, 0);
    return live
      .wait(
        (m) => m.type === 'report:progress' && m.data.export.id === id && m.data.export.finished_at,
      )
      .finally(() => live.close());
  };
  const ask = (client: Client, body: Body) => client.post('/api/agent/reports/exports', body);

  test('are made by a job, told of, downloaded by who asked, and by nobody else', async () => {
    const asked = await ask(sarah, { type: 'orders', date: 'all', format: 'csv', language: 'ar' });
    expect(asked.status, asked.text).toBe(202);
    expect(asked.body.export).toMatchObject({
      type: 'orders',
      status: 'waiting',
      filters: { date: 'all' },
    });
    const { id } = asked.body.export;
    const told = await finished(sarah, id);
    const done = await sarah.get(`/api/agent/reports/exports/${id}`);
    expect(done.body.export).toMatchObject({ status: 'done', error: null });
    expect(told.data.export).toEqual(done.body.export);
    const file = await sarah.get(`/api/agent/reports/exports/${id}/file`, { unchecked: true });
    expect(file.status).toBe(200);
    expect(Buffer.byteLength(`﻿${file.text}`)).toBe(done.body.export.size_bytes);
    const rows = file.text.trim().split('\r\n');
    expect(rows).toHaveLength(done.body.export.rows_done + 1);
    const seen = await sarah.get('/api/agent/reports?type=orders&date=all&per_page=1');
    expect(done.body.export.rows_done).toBe(seen.body.summary.rows);
    expect(rows[0]).toContain('الطلب');
    for (const other of [omar, manager, stranger]) {
      for (const path of [`${id}`, `${id}/file`])
        expect((await other.get(`/api/agent/reports/exports/${path}`)).status).toBe(404);
      expect((await other.post(`/api/agent/reports/exports/${id}/cancel`)).status).toBe(404);
      expect((await other.get('/api/agent/reports/exports')).body.exports).toEqual([]);
    }
    expect((await sarah.get('/api/agent/reports/exports')).body.exports[0].id).toBe(id);
    const late = await sarah.post(`/api/agent/reports/exports/${id}/cancel`);
    expect(late.status).toBe(409);
    for (const action of ['report.export_requested', 'report.exported', 'report.downloaded'])
      expect(
        sql(
          server,
          `SELECT COUNT(*) FROM audit_log WHERE action = '${action}' AND subject_id = ${id}`,
        ),
        action,
      ).toEqual(['1']);
  });

  test('as XLSX, of every type', async () => {
    for (const type of ['interactions', 'deliveries']) {
      const asked = await ask(manager, { type, date: 'month', format: 'xlsx' });
      await finished(manager, asked.body.export.id);
      const sheets = await downloadXlsx(
        manager,
        `/api/agent/reports/exports/${asked.body.export.id}/file`,
      );
      const { body } = await manager.get(`/api/agent/reports/exports/${asked.body.export.id}`);
      expect(sheets[0]?.length, type).toBe(body.export.rows_done + 1);
    }
  });

  test('are made after a kill too, whole', async () => {
    const other = await startServer();
    try {
      const boss = await signIn(other, 'manager');
      // On PostgreSQL a dead node's lease has to run out first.
      for (let round = 0; round < (other.engine === 'postgres' ? 1 : 4); round++) {
        const asked = await ask(boss, { type: 'orders', date: 'all', format: 'xlsx' });
        expect(asked.status, asked.text).toBe(202);
        await other.crash();
        const path = `/api/agent/reports/exports/${asked.body.export.id}`;
        await expect
          .poll(async () => (await boss.get(path)).body.export.status, {
            timeout: 90_000,
            interval: 250,
          })
          .toBe('done');
        const { rows_done } = (await boss.get(path)).body.export;
        expect(rows_done).toBeGreaterThan(300);
        expect((await downloadXlsx(boss, `${path}/file`))[0]).toHaveLength(rows_done + 1);
      }
    } finally {
      await other.stop();
    }
  }, 120_000);

  test('refuse a bad filter at once, and more than two at a time', async () => {
    const bad = await ask(omar, { type: 'deliveries', status: 'new' });
    expect(bad.status).toBe(422);
    const replies = [];
    for (let n = 0; n < 6; n++) replies.push(await ask(omar, { type: 'orders', date: 'all' }));
    const unfinished = Number(
      sql(server, "SELECT COUNT(*) FROM report_exports WHERE status IN ('waiting', 'running')")[0],
    );
    expect(unfinished).toBeLessThanOrEqual(2);
    for (const reply of replies) expect([202, 409]).toContain(reply.status);
    for (const reply of replies.filter((r) => r.status === 202)) {
      const { id } = reply.body.export;
      const cancelled = await omar.post(`/api/agent/reports/exports/${id}/cancel`);
      expect([200, 409]).toContain(cancelled.status);
      if (cancelled.status !== 200) continue;
      expect(cancelled.body.export.status).toBe('cancelled');
      expect((await omar.get(`/api/agent/reports/exports/${id}/file`)).status).toBe(409);
    }
  });
});
