/*
 * widget.mjs - customers with open pages and agents who have their chats; a process of its own, so that its
 * cost is not the server's. Reads lines of JSON ({"do": …}), speaks such lines on standard output.
 *
 * usage: widget.mjs URL KEY VISITORS < lines
 */
import { createInterface } from 'node:readline';
import WebSocket from 'ws';

const [url, key, text] = process.argv.slice(2);
const count = Number(text);
const spreadMs = 5000;
const live = url.replace('http', 'ws');
const visitors = [];
const agents = [];
const times = [];
let open = 0;
let complete = false; // all have been open at once
let lostAt = 0;
let errors = 0;
let resynced = 0;
let refused = 0;
let name = 0;

const speak = (line) => console.log(JSON.stringify(line));
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function post(path, body, headers) {
  const answer = await fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** The same until it is answered: connections of before the restart are none. */
async function postAgain(path, body, headers) {
  for (;;) {
    try {
      return await post(path, body, headers);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }
}

async function several(list, width, work) {
  let next = 0;
  await Promise.all(
    Array.from({ length: width }, async () => {
      while (next < list.length) {
        const at = next++;
        await work(list[at], at);
      }
    }),
  );
}

/** What is said carries when it was said. */
const said = () => `${performance.now()} ${++name}`;
const heard = (content) => {
  const at = Number.parseFloat(content);
  if (at) times.push(performance.now() - at);
};

/* ---- Agents ------------------------------------------------------------------------------- */

async function openAgent(agent) {
  const socket = new WebSocket(`${live}/ws/updates?token=${agent.token}`, {
    perMessageDeflate: false,
  });
  agent.socket = socket;
  await new Promise((resolve) => socket.once('message', resolve));
  socket.on('message', (data) => {
    if (!data.includes('"chat:message"')) return;
    const message = JSON.parse(String(data));
    if (message.type === 'chat:message' && message.data.speaker === 'customer')
      heard(message.data.content);
  });
  socket.on('error', () => {});
}

/* ---- Visitors ----------------------------------------------------------------------------- */

function openVisitor(visitor) {
  const since = visitor.seq < 0 ? '' : `?since=${visitor.seq}`;
  const socket = new WebSocket(`${live}/ws/widget${since}`, ['hatif.widget', visitor.token], {
    perMessageDeflate: false,
  });
  visitor.socket = socket;
  let greeted = false;
  socket.on('message', (data) => {
    const message = JSON.parse(String(data));
    if (message.type === 'resync') resynced += 1;
    if (message.type === 'ack' && message.status >= 400) refused += 1;
    if (message.type === 'hello') {
      open += 1;
      greeted = true;
      if (visitor.seq < 0) visitor.first = message.seq;
      if (visitor.seq < 0) visitor.seq = message.seq;
      if (open === count) {
        speak(complete ? { back: performance.now() - lostAt, errors, resynced } : { open });
        if (!complete) errors = 0;
        complete = true;
      }
    } else if (message.type.startsWith('widget:') && message.seq) {
      visitor.log.push(message.seq);
      visitor.seq = Math.max(visitor.seq, message.seq);
      if (message.type === 'widget:message' && message.data.message.speaker === 'agent')
        heard(message.data.message.content);
    } else if (message.type === 'heartbeat') {
      visitor.seq = Math.max(visitor.seq, message.seq);
    }
  });
  /* Nobody listens while the program starts; any other refusal is an error. */
  socket.on('error', (error) => {
    if (error.code !== 'ECONNREFUSED' && error.code !== 'ECONNRESET') errors += 1;
  });
  socket.on('close', () => {
    if (complete && !lostAt) lostAt = performance.now();
    if (greeted) open -= 1;
    setTimeout(() => openVisitor(visitor), Math.random() * spreadMs);
  });
}

const commands = {
  /** Everybody comes; each chat is taken by one of the agents. */
  async prepare({ tokens }) {
    agents.push(...tokens.map((token) => ({ token })));
    for (let n = 0; n < count; n += 1) visitors.push({ seq: -1, first: 0, log: [] });
    await several(visitors, 16, async (visitor, n) => {
      const { token } = await post('/api/widget/session', { key });
      visitor.token = token;
      const begun = await post(
        '/api/widget/chat',
        { name: `V ${n}`, email: `v${n}@example.com`, message: 'Hello', client_message_id: 'h' },
        { 'x-widget-token': token },
      );
      visitor.chat = Number(begun.chat.id.slice('conv_'.length));
      visitor.agent = agents[n % agents.length];
      await post(
        `/api/chats/${visitor.chat}/claim`,
        {},
        { authorization: `Bearer ${visitor.agent.token}` },
      );
    });
    speak({ prepared: count });
  },

  async open() {
    await several(agents, 8, openAgent);
    for (let i = 0; i < count; i += 100) {
      for (const visitor of visitors.slice(i, i + 100)) openVisitor(visitor);
      await pause(20);
    }
  },

  /** Half of it is written by customers, half by agents. */
  async load({ rate, seconds }) {
    const stepMs = 10;
    const began = performance.now();
    let sent = 0;
    times.length = 0;
    while (performance.now() - began < seconds * 1000) {
      const due = ((performance.now() - began) * rate) / 1000;
      for (; sent < due; sent += 1) {
        const visitor = visitors[Math.floor(Math.random() * count)];
        const data = { content: said(), client_message_id: `m${name}` };
        const [socket, type] =
          sent % 2 ? [visitor.socket, 'send'] : [visitor.agent.socket, 'send_message'];
        socket.send(
          JSON.stringify({
            type,
            id: name,
            data: sent % 2 ? data : { ...data, chat_id: visitor.chat },
          }),
        );
      }
      await pause(stepMs);
    }
    await pause(3000);
    const sorted = Float64Array.from(times).sort();
    const at = (share) => sorted[Math.floor(sorted.length * share)] ?? 0;
    speak({ loaded: sent, seen: sorted.length, p50: at(0.5), p99: at(0.99), refused });
  },

  /** Agents write to customers, who may be on their way back. */
  async write({ messages }) {
    await several(Array.from({ length: messages }), 4, async () => {
      const visitor = visitors[Math.floor(Math.random() * count)];
      await postAgain(
        `/api/chats/${visitor.chat}/messages`,
        { content: 'while you were away', client_message_id: `w${++name}` },
        { authorization: `Bearer ${visitor.agent.token}` },
      );
    });
    speak({ written: messages });
  },

  logs() {
    speak({ logs: visitors.map(({ chat, first, log }) => [chat, first, log]) });
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  await commands[command.do](command);
}
process.exit(0);
