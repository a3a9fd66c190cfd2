/*
 * fanout-reference.mjs - the same fan-out as a small Socket.IO server on Node: who connects shows a
 * token and joins the company's room; each request of POST /note sends one event to the room.
 *
 * What it leaves out (the log of events and its commit, rights of each receiver, recovery of what
 * was missed) only makes it faster.
 *
 * usage: fanout-reference.mjs PORT EVENT < payload as JSON, one line
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { Server } from 'socket.io';

const [port, event] = process.argv.slice(2);
const [line] = await once(createInterface(process.stdin), 'line');
const payload = JSON.parse(line);
let seq = 0;

const http = createServer((request, answer) => {
  if (request.url !== '/note') return; // Socket.IO's own requests
  seq += 1;
  io.to('company:1').emit(event, payload, String(seq));
  answer.writeHead(201).end('{}');
});
const io = new Server(http, { serveClient: false, perMessageDeflate: false });
io.use((socket, next) =>
  next(socket.handshake.auth.token === 'x' ? undefined : new Error('unauthorized')),
);
io.on('connection', (socket) => socket.join('company:1'));
http.listen(Number(port), '127.0.0.1', () => console.log('listening'));
