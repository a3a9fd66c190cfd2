/*
 * kill -9 while customers write over lines that they open again, on both engines: each message
 * stands once although its sender did not know and sent it again, and what each page was told over
 * all its lines is what stands in the chat, each message once and in its order (S1-RT-06,
 * IMP-WIDGET-01).
 */
import { expect, test } from 'vitest';
import WebSocket from 'ws';
import { noChats, patient } from '../support/chats.ts';
import { type Body, signIn } from '../support/client.ts';
import { alter, sql } from '../support/database.ts';
import { type Server, startServer } from '../support/server.ts';
import type { Live } from '../support/socket.ts';
import { makeWidget, type Visitor, visit } from '../support/widgets.ts';

const rounds = Number(process.env.KILL_ROUNDS ?? 3);
const visitors = 10;

/** A page that keeps a line open and sends each message until it is acknowledged. */
class Page {
  heard: Body[] = [];
  resyncs = 0;
  private line: Live | null = null;
  private since = 0;
  private read = 0;

  constructor(
    readonly visitor: Visitor,
    readonly chat: string,
  ) {}

  /** What the last line said is taken before the next one is asked for what is missing. */
  private take() {
    for (const message of this.line?.messages.slice(this.read) ?? []) {
      this.read++;
      if (message.type === 'resync') this.resyncs++;
      if (message.type === 'widget:message') this.heard.push(message.data.message);
      if (message.seq && message.type !== 'ack') this.since = Math.max(this.since, message.seq);
    }
  }

  async open(): Promise<Live> {
    for (;;) {
      this.take();
      this.read = 0;
      this.line = this.visitor.listen(this.since);
      const { line } = this;
      const hello = line.wait((m) => m.type === 'hello').then(() => true);
      hello.catch(() => {});
      if (await Promise.race([hello, line.closed.then(() => false)])) return line;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async send(name: string): Promise<void> {
    for (;;) {
      const line = this.line?.socket.readyState === WebSocket.OPEN ? this.line : await this.open();
      const data = { content: name, client_message_id: name };
      line.socket.send(JSON.stringify({ type: 'send', id: name, data }));
      const answered = line.wait((m) => m.type === 'ack' && m.id === name);
      answered.catch(() => {});
      const ack = await Promise.race([answered, line.closed.then(() => null)]);
      if (ack && (ack.status === 200 || ack.status === 201)) return;
      if (ack && ack.status < 500) throw new Error(JSON.stringify(ack));
    }
  }

  async end(name: string) {
    const line = this.line?.socket.readyState === WebSocket.OPEN ? this.line : await this.open();
    await line.wait((m) => m.data?.message?.content === name);
    this.take();
    line.close();
  }
}

function verify(server: Server, page: Page, sent: string[]) {
  const id = page.chat.slice('conv_'.length);
  const stored = sql(
    server,
    `SELECT id, content FROM conversation_messages WHERE conversation_id = ${id} AND internal = 0
     AND kind = 'text' AND company_id = (SELECT id FROM companies WHERE code = 'gulf') ORDER BY id`,
  );
  expect(stored.map((row) => row.slice(row.indexOf('|') + 1))).toEqual(sent);
  expect(page.resyncs).toBe(0);
  expect(page.heard.map(({ seq, content }) => `${seq}|${content}`)).toEqual(stored);
}

test.each(['sqlite', 'postgres'])(
  '%s: what customers write stands once and is told once, whenever the program dies',
  async (engine) => {
    const server = await startServer({
      engine,
      prepare: (db) => alter(db, `${noChats}\n${patient}`),
    });
    const { key } = await makeWidget(await signIn(server, 'admin'));
    const pages: Page[] = [];
    const sent = new Map<Page, string[]>();
    for (let n = 0; n < visitors; n++) {
      const visitor = await visit(server, key);
      const begun = await visitor.begin('first');
      const page = new Page(visitor, begun.body.chat.id);
      pages.push(page);
      sent.set(page, ['first']);
    }
    let count = 0;
    const write = async (page: Page, round: number, over: () => boolean) => {
      for (let n = 0; !over(); n++) {
        const name = `${round}-${n}`;
        await page.send(name);
        sent.get(page)!.push(name);
        count++;
      }
    };
    for (let round = 0; round < rounds; round++) {
      let over = false;
      const before = count;
      const work = pages.map((page) => write(page, round, () => over));
      await expect.poll(() => count - before, { timeout: 60_000 }).toBeGreaterThan(60);
      await server.crash();
      over = true;
      await Promise.all(work);
    }
    for (const page of pages) {
      await page.send('last');
      sent.get(page)!.push('last');
      await page.end('last');
      verify(server, page, sent.get(page)!);
    }
    await server.stop();
  },
  300_000,
);
