/* The real program, with the web app inside it, on a copy of the demo companies. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { inject } from 'vitest';

export const root = resolve(import.meta.dirname, '../..');
export const hatif = resolve(process.env.HATIF_BIN ?? join(root, 'build/hatif'));
/** Of every demo user. */
export const password = 'correct-horse-9';
/** One installation key for all copies of the demo data, so that sealed values stay readable. */
const secretKey = 'a5'.repeat(32);

const calm = ['user', 'ip', 'login', 'visit', 'visitor'].flatMap((name) => [
  `--rate-${name}`,
  '1000000',
]);

/** As the server keeps badges: libsodium's key derivation, then an HMAC; Node has no keyed BLAKE2b. */
export function keyedHash(purpose: string, text: string): string {
  const program = `
import hashlib, hmac, sys
key, purpose, text = sys.argv[1:]
salt = (1).to_bytes(8, 'little')
derived = hashlib.blake2b(key=bytes.fromhex(key), salt=salt, person=b'hash', digest_size=32).digest()
print(hmac.new(derived, purpose.encode() + b'\\0' + text.encode(), hashlib.sha256).hexdigest())`;
  return execFileSync('python3', ['-c', program, secretKey, purpose, text], {
    encoding: 'utf8',
  }).trim();
}

export interface Server {
  /** http://127.0.0.1:PORT */
  url: string;
  folder: string;
  /** What it wrote to its log so far. */
  log: () => string;
  stop: () => Promise<void>;
  /** kill -9 and leave it dead. */
  kill: () => Promise<void>;
  /** Start again on the same data and port, after kill(). */
  revive: () => Promise<void>;
  /** Run a statement on the data from outside; answers lines of columns parted by '|'. */
  sql: (text: string) => string[];
}

export function temporary(name: string): string {
  return mkdtempSync(join(tmpdir(), `hatif-${name}-`));
}

/** Makes the demo companies once; every test file works on a copy of its own. */
export function makeTemplate(file: string): void {
  if (!existsSync(hatif)) throw new Error(`${hatif} is missing: run script/build first`);
  execFileSync(hatif, ['demo', '--db', `sqlite:${file}`, '--password', password], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, HATIF_SECRET_KEY: secretKey, HATIF_LOG_LEVEL: 'error' },
  });
}

function launch(folder: string, listen: string, flags: string[]): ChildProcess {
  const where = ['--db', `sqlite:${join(folder, 'hatif.db')}`, '--spool', join(folder, 'spool')];
  return spawn(hatif, ['serve', ...where, '--listen', listen, ...calm, ...flags], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, HATIF_SECRET_KEY: secretKey },
  });
}

/** Resolves with the port once the program says where it listens. */
function listening(child: ChildProcess, log: { text: string }): Promise<number> {
  return new Promise((done, failed) => {
    const late = setTimeout(() => failed(new Error(`no start within 30 s:\n${log.text}`)), 30_000);
    let out = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      const match = /listening on \S*?:(\d+)\s/.exec(out);
      if (!match) return;
      clearTimeout(late);
      done(Number(match[1]));
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      log.text += chunk.toString();
    });
    child.on('exit', (code, signal) => {
      clearTimeout(late);
      failed(new Error(`ended with ${code ?? signal} before it listened:\n${log.text}`));
    });
  });
}

function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((done) => child.once('exit', (code) => done(code)));
}

export async function startServer(flags: string[] = []): Promise<Server> {
  const folder = temporary('e2e');
  const file = join(folder, 'hatif.db');
  copyFileSync(inject('template'), file);
  const log = { text: '' };
  let child = launch(folder, '127.0.0.1:0', flags);
  const port = await listening(child, log);
  const kill = async () => {
    child.kill('SIGKILL');
    await ended(child);
  };
  return {
    url: `http://127.0.0.1:${port}`,
    folder,
    log: () => log.text,
    stop: async () => {
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), 20_000);
      const code = await ended(child);
      clearTimeout(late);
      rmSync(folder, { recursive: true, force: true });
      if (code !== 0) throw new Error(`the server ended with ${code}:\n${log.text.slice(-4000)}`);
    },
    kill,
    revive: async () => {
      child = launch(folder, `127.0.0.1:${port}`, flags);
      await listening(child, log);
    },
    sql: (text) =>
      execFileSync('sqlite3', ['-cmd', '.timeout 5000', file, text], { encoding: 'utf8' })
        .split('\n')
        .filter((line) => line !== ''),
  };
}
