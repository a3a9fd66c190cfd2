/*
 * fanout.mjs - many Socket.IO clients of one server, in a process of their own, and what reaches
 * them. Speaks lines of JSON on standard output: {open}, then {received, least, bytes} when asked.
 *
 * usage: fanout.mjs URL TOKEN COUNT EVENT
 */
import { Manager } from 'socket.io-client';

const [url, token, count, event] = process.argv.slice(2);
const received = new Array(Number(count)).fill(0);
let open = 0;
let last = null;

function connect(n) {
  const manager = new Manager(url, { transports: ['websocket'], forceNew: true });
  const socket = manager.socket('/', { auth: { token } });
  socket.on('connect', () => {
    open += 1;
    if (open === received.length) console.log(JSON.stringify({ open }));
  });
  socket.on('connect_error', (error) => console.log(JSON.stringify({ error: error.message })));
  socket.on(event, (data) => {
    received[n] += 1;
    last = data;
  });
}

// Small groups: the listen backlog is short, and a burst would only measure retries.
for (let n = 0; n < received.length; n += 1) {
  connect(n);
  if (n % 50 === 49) await new Promise((resolve) => setTimeout(resolve, 20));
}
process.stdin.on('data', () =>
  console.log(
    JSON.stringify({
      received: received.reduce((sum, n) => sum + n, 0),
      least: Math.min(...received),
      payload: last,
    }),
  ),
);
process.stdin.on('end', () => process.exit(0));
