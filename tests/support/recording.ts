/*
 * What was recorded of a PBX, to be said again by the stand-in of ami.ts: its events alone, at
 * times that go on from one recording to the next, and the channels that are there in between.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ami, Headers } from './ami.ts';
import { root } from './paths.ts';

type Block = [string, string][];

const folder = join(root, 'tests/ami/captures');
export const recordingPath = (name: string) => join(folder, `${name}.ami`);

const first = (block: Block, name: string) => block.find(([one]) => one === name)?.[1] ?? '';

/** The connections of a recording, each with its messages. */
function readSessions(name: string): Block[][] {
  const text = readFileSync(recordingPath(name), 'latin1');
  return text
    .split(/Asterisk Call Manager\/[^\r\n]*\r\n/)
    .slice(1)
    .map((session) =>
      session
        .split('\r\n\r\n')
        .map((lines) =>
          lines
            .split('\r\n')
            .filter((line) => line !== '')
            .map((line): [string, string] => {
              const colon = line.indexOf(':');
              return [line.slice(0, colon), line.slice(colon + 1).trim()];
            }),
        )
        .filter((block) => block.length > 0),
    );
}

/** What it said by itself; answers belong to whoever asked. */
const isLive = (block: Block) =>
  block[0]?.[0] === 'Event' && first(block, 'Event') !== 'FullyBooted' && !first(block, 'ActionID');

const stampOf = (block: Block) => Number(first(block, 'Timestamp')) || 0;

/** Seconds between two recordings: the last calls are forgotten by then. */
const pause = 3;

export class Player {
  /** Channels that are there now, by Uniqueid, as CoreShowChannels shows them. */
  private there = new Map<string, { born: number; row: Record<string, string> }>();
  /** The PBX's: ahead of ours, so that one recording comes behind the other. */
  private clock = Date.now() / 1000;

  constructor(readonly pbx: Ami) {
    pbx.channels = () => this.rows();
    pbx.clock = () => this.clock;
  }

  private rows(): Headers[] {
    return [...this.there.values()].map(({ born, row }) => {
      const seconds = Math.max(0, Math.floor(this.clock - born));
      const two = (n: number) => String(n).padStart(2, '0');
      const duration = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
      return { ...row, Duration: duration.map(two).join(':') };
    });
  }

  private follow(block: Block, at: number) {
    const id = first(block, 'Uniqueid');
    const event = first(block, 'Event');
    if (event === 'Newchannel') {
      this.there.set(id, { born: at, row: { BridgeId: '', Application: '' } });
    }
    const channel = this.there.get(id);
    if (!channel) return;
    if (event === 'Hangup') this.there.delete(id);
    if (event === 'BridgeLeave') channel.row.BridgeId = '';
    if (event === 'BridgeEnter') channel.row.BridgeId = first(block, 'BridgeUniqueid');
    for (const [name, value] of block)
      if (
        /^(Channel|ChannelState|CallerID|ConnectedLine|Exten$|Context$|Uniqueid$|Linkedid$)/.test(
          name,
        )
      )
        channel.row[name] = value;
  }

  private say(blocks: Block[], shift: number) {
    let bytes = '';
    for (const block of blocks) {
      const stamp = stampOf(block);
      if (stamp) this.clock = Math.max(this.clock, stamp + shift);
      this.follow(block, this.clock);
      bytes += block
        .map(([name, value]) =>
          name === 'Timestamp'
            ? `Timestamp: ${(stamp + shift).toFixed(6)}\r\n`
            : `${name}: ${value}\r\n`,
        )
        .join('');
      bytes += '\r\n';
    }
    this.pbx.say(Buffer.from(bytes, 'latin1'));
  }

  /** Said piece by piece: each call of the returned function says the part up to that message. */
  open(name: string, session = 0) {
    const blocks = readSessions(name)[session]!.filter(isLive);
    const begin = stampOf(blocks.find(stampOf)!);
    const shift = Math.max(Date.now() / 1000, this.clock + pause) - begin;
    let at = 0;
    return (fits: (event: string, get: (name: string) => string) => boolean = () => false) => {
      const from = at;
      let found = false;
      while (at < blocks.length && !found) {
        const block = blocks[at++]!;
        found = fits(first(block, 'Event'), (header) => first(block, header));
      }
      this.say(blocks.slice(from, at), shift);
    };
  }

  /** The PBX has started anew: no channel is there. */
  forget() {
    this.there.clear();
  }

  /** All of it at once. */
  play(name: string) {
    this.open(name)();
  }
}
