/* A real Asterisk, unpacked by tests/ami/fetch, with the configuration of tests/ami/etc. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { root, temporary } from '../support/paths.ts';
import { type Manners, Phone } from './phone.ts';

export interface Pbx {
  /** Where it keeps what is its own. */
  folder: string;
  port: number;
  /** Of phones in browsers: wss://127.0.0.1:PORT/ws. */
  wss: number;
  /** An action of the manager; the events that answer it, the response first. */
  act: (action: string, fields?: Record<string, string>) => Promise<Map<string, string>[]>;
  /** kill -9. */
  kill: () => Promise<void>;
  start: () => Promise<void>;
  /** Hold its process up, or let it go on. */
  freeze: (frozen: boolean) => void;
  /** A phone, or the carrier behind `trunk`. */
  phone: (extension: string) => Promise<Phone>;
  /** One that is there and takes calls in this manner. */
  picksUp: (extension: string, manners?: Manners) => Promise<Phone>;
  /** What it wrote down of a call itself: kind, time, channel, uniqueid; Local channels left out. */
  account: (linkedid: string) => [string, number, string, string][];
  stop: () => Promise<void>;
}

/** A port of the loopback that is free now. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** Does its manager say who it is? */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const end = (good: boolean) => {
      socket.destroy();
      resolve(good);
    };
    socket.once('data', (bytes) => end(bytes.toString().startsWith('Asterisk Call Manager')));
    socket.once('error', () => end(false));
    socket.setTimeout(1000, () => end(false));
  });
}

function fill(folder: string, words: Record<string, string>) {
  for (const name of readdirSync(join(root, 'tests/ami/etc'))) {
    const text = readFileSync(join(root, 'tests/ami/etc', name), 'utf8');
    writeFileSync(
      join(folder, 'etc', name),
      text.replace(/@([A-Z]+)@/g, (_, word: string) => words[word] ?? ''),
    );
  }
}

/** The folders that it wants to find; its sounds and documentation come from the packages. */
function furnish(folder: string, tree: string) {
  for (const name of [
    'etc',
    'var/lib',
    'var/data/sounds',
    'var/spool/monitor',
    'var/run',
    'var/log/cel-custom',
    'var/cache',
  ])
    mkdirSync(join(folder, name), { recursive: true });
  symlinkSync(
    join(tree, 'usr/share/asterisk/documentation'),
    join(folder, 'var/data/documentation'),
  );
  const sounds = join(tree, 'usr/share/asterisk/sounds');
  const english = readdirSync(sounds).find((name) => name.startsWith('en_')) ?? 'en';
  symlinkSync(join(sounds, english), join(folder, 'var/data/sounds/en'));
}

/** A certificate of its own, for phones in browsers. */
function certify(folder: string) {
  const [key, certificate] = [join(folder, 'var/lib/key.pem'), join(folder, 'var/lib/wss.pem')];
  const words = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2'];
  execFileSync(
    'openssl',
    [...words, '-subj', '/CN=127.0.0.1', '-keyout', key, '-out', certificate],
    { stdio: 'ignore' },
  );
  writeFileSync(certificate, readFileSync(key, 'utf8') + readFileSync(certificate, 'utf8'));
}

function packets(text: string): Map<string, string>[] {
  return text
    .split('\r\n\r\n')
    .filter((packet) => packet.includes(': '))
    .map((packet) => {
      const lines = packet.split('\r\n').filter((line) => line.includes(': '));
      return new Map(
        lines.map((line): [string, string] => {
          const at = line.indexOf(': ');
          return [line.slice(0, at), line.slice(at + 2)];
        }),
      );
    });
}

/** One action of the driver; a list is read to its end. */
function act(port: number, action: string, fields: Record<string, string> = {}) {
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}`);
  const login = ['Action: Login', 'Username: driver', 'Secret: for-the-driver', 'Events: off'];
  const asked = [`Action: ${action}`, 'ActionID: driven', ...lines];
  return new Promise<Map<string, string>[]>((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let heard = '';
    socket.on('error', reject);
    socket.setTimeout(20_000, () => reject(new Error(`${action}: no answer`)));
    socket.on('data', (bytes) => {
      heard += bytes.toString();
      const own = packets(heard).filter((packet) => packet.get('ActionID') === 'driven');
      const isList = own[0]?.get('EventList') === 'start';
      const isDone = own.some((packet) => packet.get('EventList') === 'Complete');
      if (own.length === 0 || (isList && !isDone)) return;
      socket.destroy();
      resolve(own);
    });
    socket.write([...login, '', ...asked, '', ''].join('\r\n'));
  });
}

/** The packages' own loader and libraries: nothing of this machine's is used. */
function launch(folder: string, tree: string): ChildProcess {
  const libraries = ['lib/x86_64-linux-gnu', 'usr/lib/x86_64-linux-gnu'];
  return spawn(
    join(tree, 'usr/lib64/ld-linux-x86-64.so.2'),
    [
      '--library-path',
      libraries.map((name) => join(tree, name)).join(':'),
      '--argv0',
      'asterisk',
      join(tree, 'usr/sbin/asterisk'),
      '-C',
      join(folder, 'etc/asterisk.conf'),
      '-f',
    ],
    { cwd: join(folder, 'var'), stdio: 'ignore' },
  );
}

/** Starts in about a second; `tree` is where tests/ami/fetch unpacked it. */
export async function startPbx(tree: string): Promise<Pbx> {
  const folder = temporary('asterisk');
  const [port, sip, trunk] = [await freePort(), await freePort(), await freePort()];
  const wss = await freePort();
  const phones = new Map<string, Promise<Phone>>();
  let child: ChildProcess | null = null;
  furnish(folder, tree);
  certify(folder);
  const ports = { AMI: `${port}`, SIP: `${sip}`, TRUNK: `${trunk}`, WSS: `${wss}` };
  fill(folder, { BASE: folder, ROOT: tree, ...ports });

  const phone = (extension: string): Promise<Phone> => {
    const opening =
      phones.get(extension) ?? Phone.open(extension, sip, extension === 'trunk' ? trunk : 0);
    phones.set(extension, opening);
    return opening;
  };
  const pbx: Pbx = {
    folder,
    port,
    wss,
    act: (action, fields) => act(port, action, fields),
    start: async () => {
      const own = launch(folder, tree);
      child = own;
      for (let tries = 0; !(await answers(port)); tries++) {
        const log = join(folder, 'var/log/messages.log');
        if (own.exitCode !== null || tries > 300)
          throw new Error(`Asterisk does not start:\n${readFileSync(log, 'utf8').slice(-3000)}`);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
    kill: async () => {
      const own = child;
      child = null;
      if (!own || own.exitCode !== null) return;
      const gone = new Promise((resolve) => own.once('exit', resolve));
      own.kill('SIGKILL');
      await gone;
    },
    freeze: (frozen) => void child?.kill(frozen ? 'SIGSTOP' : 'SIGCONT'),
    phone,
    picksUp: async (extension, manners = {}) => {
      const own = await phone(extension);
      own.behave(manners);
      if (extension !== 'trunk') await own.register(true);
      return own;
    },
    account: (linkedid) =>
      readFileSync(join(folder, 'var/log/cel-custom/Master.csv'), 'utf8')
        .split('\n')
        .map((row) => row.slice(1, -1).split('","'))
        .filter((row) => row[4] === linkedid && !row[2]!.startsWith('Local/'))
        .map(([kind, at, channel, id]) => [kind!, Number(at), channel!, id!]),
    stop: async () => {
      for (const opening of phones.values()) (await opening).close();
      await pbx.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await pbx.start();
  return pbx;
}
