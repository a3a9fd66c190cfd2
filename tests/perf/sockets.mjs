/*
 * sockets.mjs - hold many sockets open and count what arrives; a process of its own, so that its
 * cost is not the server's. Speaks lines of JSON on standard output.
 *
 * usage: sockets.mjs URL TOKEN COUNT
 */
import WebSocket from 'ws';

const [url, token, count] = process.argv.slice(2);
let open = 0;
let received = 0;

function connect() {
  const socket = new WebSocket(`${url}?token=${token}`, { perMessageDeflate: false });
  socket.on('open', () => {
    open += 1;
    if (open === Number(count)) console.log(JSON.stringify({ open }));
  });
  socket.on('message', (data) => {
    if (!data.includes('"type":"hello"')) received += 1;
  });
  socket.on('error', (error) => console.log(JSON.stringify({ error: error.message })));
}

// Small groups: the listen backlog is short, and a burst would only measure retries.
for (let i = 0; i < Number(count); i += 100) {
  for (let j = i; j < Math.min(i + 100, Number(count)); j += 1) connect();
  await new Promise((resolve) => setTimeout(resolve, 20));
}
process.stdin.on('data', () => console.log(JSON.stringify({ received })));
process.stdin.on('end', () => process.exit(0));
