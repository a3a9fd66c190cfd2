/*
 * pbx.mjs - a PBX for the bench: whoever logs in to it is told of as many calls as are wanted, as
 * they happened in two recordings of a real one, each with names and times of its own.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

const captures = join(import.meta.dirname, '../ami/captures');
export const secret = 'only-the-bench-knows';
/** What the link has the PBX leave out. */
const unwanted = new Set([
  'TestEvent',
  'CEL',
  'RTCPSent',
  'RTCPReceived',
  'ChallengeSent',
  'SuccessfulAuth',
  'FullyBooted',
]);

function eventsOf(name) {
  const blocks = readFileSync(join(captures, `${name}.ami`), 'latin1').split('\r\n\r\n');
  const events = [];
  for (const block of blocks) {
    const event = /^Event: (\S+)/.exec(block)?.[1];
    const at = Number(/^Timestamp: ([\d.]+)/m.exec(block)?.[1]);
    if (!event || !at || unwanted.has(event) || /^ActionID/m.test(block)) continue;
    events.push({ at, text: `${block}\r\n\r\n` });
  }
  const begin = events[0].at;
  return events.map(({ at, text }) => ({ after: at - begin, text }));
}

let streams = 0;

/** So many calls, one beginning every so many seconds, in the order in which a PBX says it. */
export function stream(calls, every) {
  const kinds = ['f1_queue_answer', 'g1_blind_ami'].map(eventsOf);
  const begin = Date.now() / 1000;
  const run = ++streams;
  const all = [];
  for (let i = 0; i < calls; i++)
    for (const { after, text } of kinds[i % kinds.length]) {
      const at = begin + i * every + after;
      all.push({
        at,
        text: text
          .replaceAll(/pbx1-(\d+)\./g, (_, epoch) => `pbx${run}x${i}-${epoch}.`)
          .replace(/Timestamp: [\d.]+/, () => `Timestamp: ${at.toFixed(6)}`),
      });
    }
  all.sort((a, b) => a.at - b.at);
  return all.map(({ text }) => Buffer.from(text, 'latin1'));
}

const block = (lines) => `${lines.join('\r\n')}\r\n\r\n`;

/** Answers the link's actions; say(bytes) resolves once they left this process. */
export async function startPbx() {
  const pbx = { socket: null, challenge: '', asked: new Set() };
  const server = createServer((socket) => {
    let text = '';
    socket.write('Asterisk Call Manager/11.0.0\r\n');
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      text += chunk;
      for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
        const action = Object.fromEntries(
          text
            .slice(0, end)
            .split('\r\n')
            .map((line) => line.split(': ')),
        );
        text = text.slice(end + 4);
        answer(socket, action);
      }
    });
  });
  const answer = (socket, { Action: name, ActionID: id, Key: key }) => {
    const lines = ['Response: Success', `ActionID: ${id}`];
    pbx.asked.add(name);
    if (name === 'Challenge') {
      pbx.challenge = String(Math.random());
      socket.write(block([...lines, `Challenge: ${pbx.challenge}`]));
    } else if (name === 'Login') {
      const wanted = createHash('md5').update(`${pbx.challenge}${secret}`).digest('hex');
      if (key !== wanted) throw new Error('the link does not know the secret');
      pbx.socket = socket;
      socket.write(block(lines) + block(['Event: FullyBooted', 'Status: Fully Booted']));
    } else if (name === 'CoreStatus') {
      socket.write(block([...lines, 'CoreStartupDate: 2026-11-21', 'CoreStartupTime: 03:45:10']));
    } else if (name === 'Ping') {
      socket.write(block([...lines, `Timestamp: ${(Date.now() / 1000).toFixed(6)}`]));
    } else if (/List|Show|QueueStatus/.test(name)) {
      const end = name === 'CoreShowChannels' ? 'CoreShowChannelsComplete' : `${name}Complete`;
      socket.write(
        block([...lines, 'EventList: start']) +
          block([`Event: ${end}`, `ActionID: ${id}`, 'EventList: Complete']),
      );
    } else socket.write(block(lines));
  };
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  pbx.port = server.address().port;
  pbx.say = (bytes) => new Promise((resolve) => pbx.socket.write(bytes, resolve));
  pbx.stop = () => {
    pbx.socket?.destroy();
    server.close();
  };
  return pbx;
}
