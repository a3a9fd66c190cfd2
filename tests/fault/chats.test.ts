/*
 * kill -9 while agents answer in chats, on both engines: what was acknowledged stands there, each
 * message once although its sender did not know and sent it again, numbers have no gap, and what
 * chats count is what stands in them (S1-RT-06, S1-CHAT-15, S1-CHAT-24).
 */
import { expect, test } from 'vitest';
import { noChats, patient, placeChat } from '../support/chats.ts';
import { type Client, signIn } from '../support/client.ts';
import { alter, sql } from '../support/database.ts';
import { type Server, startServer } from '../support/server.ts';

const rounds = Number(process.env.KILL_ROUNDS ?? 3);
const chats = Array.from({ length: 12 }, (_, i) => 7801 + i);
const gulf = `(SELECT id FROM companies WHERE code = 'gulf')`;

/** Sends until it is answered, under one name, as a client with a queue does. */
async function sendOnce(agent: Client, chat: number, name: string, stop: () => boolean) {
  while (!stop()) {
    try {
      const reply = await agent.post(`/api/chats/${chat}/messages`, {
        client_message_id: name,
        content: name,
      });
      if (reply.status === 200 || reply.status === 201) return true;
      if (reply.status < 500) throw new Error(reply.text);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // the line was cut
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
}

async function write(
  agent: Client,
  chat: number,
  round: number,
  sent: Set<string>,
  over: () => boolean,
) {
  for (let n = 0; !over(); n++) {
    const name = `${chat}-${round}-${n}`;
    // What was begun is brought to its end after the restart.
    if (await sendOnce(agent, chat, name, () => false)) sent.add(name);
  }
}

function verify(server: Server, sent: Set<string>) {
  const of = `company_id = ${gulf} AND conversation_id BETWEEN 7801 AND 7899`;
  const stored = sql(
    server,
    `SELECT client_message_id FROM conversation_messages WHERE ${of} AND speaker = 'agent'`,
  );
  expect(stored.sort()).toEqual([...sent].sort());
  expect(
    sql(
      server,
      `SELECT c.id FROM chats c WHERE c.company_id = ${gulf} AND c.id BETWEEN 7801 AND 7899
       AND (c.last_seq <> (SELECT MAX(m.id) FROM conversation_messages m
           WHERE m.company_id = c.company_id AND m.conversation_id = c.id)
         OR c.last_seq <> (SELECT COUNT(*) FROM conversation_messages m
           WHERE m.company_id = c.company_id AND m.conversation_id = c.id)
         OR c.message_count <> c.last_seq)`,
    ),
    'numbers without a gap, and counts that are right',
  ).toEqual([]);
}

test.each(['sqlite', 'postgres'])(
  '%s: messages stand once, whenever the program dies',
  async (engine) => {
    const placed = chats.map((id) => placeChat({ id, department: 'sales', agent: 1 }));
    const server = await startServer({
      engine,
      prepare: (db) => alter(db, [noChats, patient, ...placed].join('\n')),
    });
    const sent = new Set<string>();
    const sarah = await signIn(server, 'AG001');
    for (let round = 0; round < rounds; round++) {
      let over = false;
      const before = sent.size;
      const work = chats.map((chat) => write(sarah, chat, round, sent, () => over));
      await expect.poll(() => sent.size - before, { timeout: 60_000 }).toBeGreaterThan(60);
      await server.crash();
      over = true;
      await Promise.all(work);
    }
    verify(server, sent);
    await server.stop();
  },
);
