/*
 * storm.mjs - many sockets that come back by themselves and say where they were; a process of its own.
 * Speaks lines of JSON on standard output: {"open"}, {"back":MS,"errors"}, and for each line of input
 * what arrived.
 *
 * usage: storm.mjs URL TOKEN COUNT
 */
import WebSocket from 'ws';

const [url, token, text] = process.argv.slice(2);
const count = Number(text);
const spreadMs = 5000;
let open = 0;
let lostAt = 0;
let errors = 0;
let resynced = 0;
const seen = Array.from({ length: count }, () => ({ seq: -1, events: 0, wrong: 0 }));

function connect(n, since) {
  const socket = new WebSocket(`${url}?token=${token}${since < 0 ? '' : `&since=${since}`}`, {
    perMessageDeflate: false,
  });
  let greeted = false;
  socket.on('message', (data) => {
    const message = JSON.parse(String(data));
    if (message.type === 'resync') resynced += 1;
    if (message.type === 'hello') {
      open += 1;
      greeted = true;
      if (since < 0) seen[n].seq = message.seq;
      if (open === count && !lostAt) console.log(JSON.stringify({ open }));
      if (open === count && lostAt)
        console.log(JSON.stringify({ back: performance.now() - lostAt, errors, resynced }));
    } else if (message.type.includes(':')) {
      if (message.seq <= seen[n].seq) seen[n].wrong += 1;
      seen[n].seq = message.seq;
      seen[n].events += 1;
    }
  });
  /* Nobody listens while the program starts; any other refusal is an error. */
  socket.on('error', (error) => {
    if (error.code !== 'ECONNREFUSED' && error.code !== 'ECONNRESET') errors += 1;
  });
  socket.on('close', (_code, reason) => {
    if (!lostAt) lostAt = performance.now();
    if (greeted) open -= 1;
    const hint = /"retry_ms":(\d+)/.exec(String(reason));
    setTimeout(() => connect(n, seen[n].seq), hint ? Number(hint[1]) : Math.random() * spreadMs);
  });
}

for (let i = 0; i < count; i += 100) {
  for (let j = i; j < Math.min(i + 100, count); j += 1) connect(j, -1);
  await new Promise((resolve) => setTimeout(resolve, 20));
}
process.stdin.on('data', () => {
  const least = Math.min(...seen.map((one) => one.events));
  const most = Math.max(...seen.map((one) => one.events));
  const wrong = seen.reduce((sum, one) => sum + one.wrong, 0);
  console.log(JSON.stringify({ least, most, wrong }));
});
process.stdin.on('end', () => process.exit(0));
