/* fanout-part.mjs - one event to many Socket.IO clients, beside a Socket.IO server on Node in the same run. */
import { join } from 'node:path';
import {
  cpuUs,
  demoFile,
  freePort,
  here,
  note,
  pauseMs,
  report,
  said,
  start,
  startHatif,
  stop,
} from './measure.mjs';

const clients = 1000;
const events = 200;
const event = 'order:note';

async function heard(held) {
  const answer = said(held, 'received');
  held.stdin.write('\n');
  return answer;
}

/** CPU µs of a delivery, and what was delivered; `send` sends one event. */
async function deliveries(server, send) {
  const held = await start(
    process.execPath,
    [join(here, 'fanout.mjs'), server.url, server.token, String(clients), event],
    '"open"',
  );
  await send('warm');
  const wanted = (n) => async () => (await heard(held)).received >= n * clients;
  await settled(wanted(1));
  const before = cpuUs(server.pid);
  for (let n = 0; n < events; n += 1) await send(`fan-out ${n}`);
  await settled(wanted(events + 1));
  const spent = cpuUs(server.pid) - before;
  const { received, payload } = await heard(held);
  held.removeAllListeners('exit');
  held.stdin.end();
  return { cpu: spent / (received - clients), missed: (events + 1) * clients - received, payload };
}

async function settled(look) {
  for (let wait = 0; wait < 600 && !(await look()); wait += 1) await pauseMs(100);
}

async function reference(payload) {
  const port = await freePort();
  const args = [join(here, 'fanout-reference.mjs'), String(port), event];
  const child = await start(
    process.execPath,
    args,
    'listening',
    {},
    `${JSON.stringify(payload)}\n`,
  );
  const url = `http://127.0.0.1:${port}`;
  const result = await deliveries({ url, token: 'x', pid: child.pid }, async () => {
    await (await fetch(`${url}/note`, { method: 'POST' })).text();
  });
  await stop(child);
  return result;
}

export async function fanout() {
  const server = await startHatif(`sqlite:${demoFile()}`);
  const ours = await deliveries(server, (text) => note(server, text));
  await stop(server.child);
  const theirs = await reference(ours.payload);
  report('Socket.IO: CPU of a delivery', ours.cpu, 'µs', 8, {
    note: `reference ${theirs.cpu.toFixed(1)} µs, ${clients} clients, ${events} events, ${JSON.stringify(ours.payload).length} bytes`,
  });
  report('Socket.IO: deliveries a CPU second, of the reference', theirs.cpu / ours.cpu, '×', 2, {
    least: true,
  });
  report('Socket.IO: deliveries missed', ours.missed + theirs.missed, '', 0);
}
