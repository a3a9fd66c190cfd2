/*
 * A stand-in for Asterisk's manager interface: it answers the actions of the link from a small PBX
 * of its own, says what a test gives it, byte for byte, and misbehaves when told to. The server
 * under test needs `--fetch-allow 127.0.0.1` to reach it.
 */
import { createHash } from 'node:crypto';
import { type AddressInfo, createServer, type Socket } from 'node:net';

export type Headers = Record<string, string | number>;

/** One action as it was heard, its lines in order. */
export interface Action {
  name: string;
  lines: [string, string][];
  get: (name: string) => string | undefined;
}

export interface Endpoint {
  /** As PJSIPShowEndpoints says it: "Not in use", "Unavailable". */
  state: string;
  contacts: string;
}

export interface Ami {
  port: number;
  /** Every action so far, of all connections. */
  heard: Action[];
  endpoints: Record<string, Endpoint>;
  /** Rows of QueueStatus, beside Event and ActionID. */
  queue: Headers[];
  /** Rows of CoreShowChannels and BridgeList, likewise. */
  channels: () => Headers[];
  bridges: Headers[];
  /** Its clock, in seconds. */
  clock: () => number;
  /** Day and time of its start, as CoreStatus says them. */
  booted: string;
  /** How often somebody logged in. */
  logins: () => number;
  /** Bytes to everyone who is logged in. */
  say: (bytes: string | Buffer) => void;
  /** An event with the stamps of a PBX that gives them. */
  event: (name: string, headers: Headers) => void;
  /** Bytes in slices of that many. */
  slices: (bytes: string | Buffer, size: number) => Promise<void>;
  /** The first action of that name after the n-th heard, as soon as it comes. */
  action: (name: string, after?: number) => Promise<Action>;
  /** End all connections, and take no new ones until up(). */
  down: () => void;
  up: () => void;
  /** Connections stand, nothing is answered or said any more; false: again. */
  freeze: (frozen: boolean) => void;
  /** What the login is answered with: the right thing, a refusal, or something that is no PBX. */
  manner: 'asterisk' | 'refuses' | 'http' | 'mute';
  /** Actions that this user may not do. */
  denied: string[];
  /** Whether this user hears of the dialplan. */
  dialplan: boolean;
  stamps: boolean;
  version: string;
  stop: () => Promise<void>;
}

const block = (headers: [string, string | number][]) =>
  `${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;

const commands = [
  'Filter',
  'BlindTransfer',
  'Originate',
  'QueuePause',
  'CoreShowChannels',
  'UserEvent',
];

class Connection {
  private text = '';
  private challenge = '';
  isIn = false;

  constructor(
    readonly socket: Socket,
    readonly pbx: Pbx,
  ) {
    socket.setNoDelay(true);
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      if (pbx.frozen) return;
      this.text += chunk.toString('latin1');
      this.read();
    });
    if (pbx.manner === 'http') socket.write('HTTP/1.1 400 Bad Request\r\n\r\n');
    else if (pbx.manner !== 'mute') socket.write('Asterisk Call Manager/11.0.0\r\n');
  }

  private read() {
    for (let end = this.text.indexOf('\r\n\r\n'); end >= 0; end = this.text.indexOf('\r\n\r\n')) {
      const lines = this.text
        .slice(0, end)
        .split('\r\n')
        .map((line): [string, string] => {
          const colon = line.indexOf(':');
          return [line.slice(0, colon), line.slice(colon + 1).trim()];
        });
      this.text = this.text.slice(end + 4);
      const get = (name: string) => lines.find(([one]) => one === name)?.[1];
      this.take({ name: get('Action') ?? '', lines, get });
    }
  }

  private answer(action: Action, headers: Headers = {}, response = 'Success') {
    this.socket.write(
      block([
        ['Response', response],
        ['ActionID', action.get('ActionID') ?? ''],
        ...Object.entries(headers),
      ]),
    );
  }

  private list(action: Action, rows: [string, Headers][], end: string) {
    const id = action.get('ActionID') ?? '';
    this.answer(action, { EventList: 'start', Message: 'List will follow' });
    for (const [event, row] of rows)
      this.socket.write(block([['Event', event], ...Object.entries(row), ['ActionID', id]]));
    this.socket.write(
      block([
        ['Event', end],
        ['ActionID', id],
        ['EventList', 'Complete'],
        ['ListItems', rows.length],
      ]),
    );
  }

  private login(action: Action) {
    const key = createHash('md5').update(`${this.challenge}${this.pbx.secret}`).digest('hex');
    if (this.pbx.manner === 'refuses' || action.get('Key') !== key) {
      this.answer(action, { Message: 'Authentication failed' }, 'Error');
      this.socket.end();
      return;
    }
    this.isIn = true;
    this.pbx.count += 1;
    this.answer(action, { Message: 'Authentication accepted' });
    this.socket.write(
      block([
        ['Event', 'FullyBooted'],
        ['Privilege', 'system,all'],
        ['Status', 'Fully Booted'],
      ]),
    );
  }

  private take(action: Action) {
    const { pbx } = this;
    pbx.heard.push(action);
    for (const look of pbx.waiting) look();
    if (action.name === 'Challenge') {
      this.challenge = String(Math.floor(Math.random() * 1e9));
      this.answer(action, { Challenge: this.challenge });
      return;
    }
    if (action.name === 'Login') {
      this.login(action);
      return;
    }
    if (pbx.denied.includes(action.name)) {
      this.answer(action, { Message: 'Permission denied' }, 'Error');
      return;
    }
    this.serve(action);
  }

  private serve(action: Action) {
    const { pbx } = this;
    switch (action.name) {
      case 'CoreSettings':
        this.answer(action, { AsteriskVersion: pbx.version, SystemName: 'pbx1' });
        break;
      case 'CoreStatus':
        this.answer(action, {
          CoreStartupDate: pbx.booted.split(' ')[0] ?? '',
          CoreStartupTime: pbx.booted.split(' ')[1] ?? '',
        });
        break;
      case 'Ping':
        this.answer(action, { Ping: 'Pong', Timestamp: pbx.clock().toFixed(6) });
        break;
      case 'CoreShowChannels':
        this.list(
          action,
          pbx.channels().map((row) => ['CoreShowChannel', row]),
          'CoreShowChannelsComplete',
        );
        break;
      case 'BridgeList':
        this.list(
          action,
          pbx.bridges.map((row) => ['BridgeListItem', row]),
          'BridgeListComplete',
        );
        break;
      case 'ListCommands': {
        const allowed = commands.filter((name) => !pbx.denied.includes(name));
        this.answer(action, Object.fromEntries(allowed.map((name) => [name, 'Does it.'])));
        break;
      }
      case 'PJSIPShowEndpoints':
        this.list(
          action,
          Object.entries(pbx.endpoints).map(([name, { state, contacts }]) => [
            'EndpointList',
            { ObjectType: 'endpoint', ObjectName: name, Contacts: contacts, DeviceState: state },
          ]),
          'EndpointListComplete',
        );
        break;
      case 'DeviceStateList':
        this.list(action, [], 'DeviceStateListComplete');
        break;
      case 'QueueStatus':
        this.list(
          action,
          pbx.queue.map(({ Event, ...row }) => [String(Event), row]),
          'QueueStatusComplete',
        );
        break;
      case 'UserEvent':
        this.answer(action, { Message: 'Event Sent' });
        pbx.event('UserEvent', { UserEvent: 'HatifTest', Test: action.get('Test') ?? '' });
        break;
      case 'Setvar':
        this.answer(action, { Message: 'Variable Set' });
        if (pbx.dialplan)
          pbx.event('VarSet', {
            Variable: action.get('Variable') ?? '',
            Value: action.get('Value') ?? '',
          });
        break;
      default:
        this.answer(action, { Message: 'OK' });
    }
  }
}

class Pbx implements Ami {
  port = 0;
  heard: Action[] = [];
  waiting = new Set<() => void>();
  endpoints: Record<string, Endpoint> = {};
  queue: Headers[] = [];
  channels: () => Headers[] = () => [];
  bridges: Headers[] = [];
  clock = () => Date.now() / 1000;
  booted = '2026-11-21 03:45:10';
  manner: Ami['manner'] = 'asterisk';
  denied: string[] = [];
  dialplan = true;
  stamps = true;
  version = '22.10.1';
  frozen = false;
  count = 0;
  private open = new Set<Connection>();
  private isDown = false;
  private server = createServer((socket) => {
    if (this.isDown) {
      socket.destroy();
      return;
    }
    const connection = new Connection(socket, this);
    this.open.add(connection);
    socket.on('close', () => this.open.delete(connection));
  });

  constructor(readonly secret: string) {}

  async start() {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.port = (this.server.address() as AddressInfo).port;
  }

  logins = () => this.count;

  say = (bytes: string | Buffer) => {
    for (const { socket, isIn } of this.open) if (isIn) socket.write(bytes);
  };

  event = (name: string, headers: Headers) => {
    const stamp: [string, string | number][] = this.stamps
      ? [['Timestamp', (Date.now() / 1000).toFixed(6)]]
      : [];
    const rest = Object.entries(headers);
    this.say(block([['Event', name], ['Privilege', 'call,all'], ...stamp, ...rest]));
  };

  slices = async (bytes: string | Buffer, size: number) => {
    const all = Buffer.from(bytes);
    for (let at = 0; at < all.length; at += size) {
      this.say(all.subarray(at, at + size));
      await new Promise((resolve) => setImmediate(resolve));
    }
  };

  action = (name: string, after = 0): Promise<Action> =>
    new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`${name} was never asked for`)), 30_000);
      const look = () => {
        const found = this.heard.slice(after).find((one) => one.name === name);
        if (!found) return;
        clearTimeout(late);
        this.waiting.delete(look);
        resolve(found);
      };
      this.waiting.add(look);
      look();
    });

  down = () => {
    this.isDown = true;
    for (const { socket } of this.open) socket.destroy();
  };
  up = () => {
    this.isDown = false;
  };
  freeze = (frozen: boolean) => {
    this.frozen = frozen;
  };

  stop = () => {
    for (const { socket } of this.open) socket.destroy();
    return new Promise<void>((resolve) => this.server.close(() => resolve()));
  };
}

export async function startAmi(secret: string): Promise<Ami> {
  const pbx = new Pbx(secret);
  await pbx.start();
  return pbx;
}
