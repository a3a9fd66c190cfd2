/* A running `hatif serve` over a copy of the demo companies. */
import { type ChildProcess, spawn } from 'node:child_process';
import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { hatif, secretKey, temporary } from './paths.ts';
import { createDatabase, dropDatabase, uniqueName } from './postgres.ts';

export interface Server {
  /** http://127.0.0.1:PORT */
  url: string;
  port: number;
  /** As `--db` takes it. */
  db: string;
  engine: string;
  folder: string;
  process: ChildProcess;
  /** What it wrote to its log so far. */
  log: () => string;
  /** End it and forget its data. */
  stop: () => Promise<void>;
  /**
   * kill -9, then start again on the same data and port; `between` is done while it is down. Gives the
   * milliseconds of the new start.
   */
  crash: (between?: () => void) => Promise<number>;
}

export interface ServerOptions {
  /** sqlite or postgres; standard: what the project of this run says. */
  engine?: string;
  flags?: string[];
  env?: Record<string, string>;
  /** Done to the copy of the demo data before the server opens it. */
  prepare?: (db: string) => void;
  /** Soft limit of open files. */
  descriptors?: number;
}

const calm = ['user', 'ip', 'login', 'visit', 'visitor'].flatMap((who) => [
  `--rate-${who}`,
  '1000000',
]);

function launch(db: string, listen: string, options: ServerOptions) {
  const limited = options.descriptors
    ? ['prlimit', `--nofile=${options.descriptors}:${options.descriptors}`, hatif]
    : [hatif];
  const child = spawn(
    limited[0]!,
    [
      ...limited.slice(1),
      'serve',
      '--db',
      db,
      '--listen',
      listen,
      ...calm,
      ...(options.flags ?? []),
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        HATIF_SECRET_KEY: secretKey,
        ASAN_OPTIONS: 'abort_on_error=1:detect_leaks=1',
        UBSAN_OPTIONS: 'halt_on_error=1:print_stacktrace=1',
        ...options.env,
      },
    },
  );
  return child;
}

/** Resolves with the port once the program says where it listens. */
function listening(child: ChildProcess, log: { text: string }): Promise<number> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`no start within 30 s:\n${log.text}`)), 30_000);
    let out = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      const match = /listening on \S*?:(\d+)\s/.exec(out);
      if (match) {
        clearTimeout(late);
        resolve(Number(match[1]));
      }
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      log.text += chunk.toString();
    });
    child.on('exit', (code, signal) => {
      clearTimeout(late);
      reject(new Error(`ended with ${code ?? signal} before it listened:\n${log.text}`));
    });
  });
}

function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => child.once('exit', (code) => resolve(code)));
}

/** Start a server on a database that stands already; `forget` removes it after stop(). */
export async function startServerOn(
  db: string,
  folder: string,
  options: ServerOptions = {},
  forget: () => void = () => {},
): Promise<Server> {
  const log = { text: '' };
  const flags = ['--spool', join(folder, 'spool'), ...(options.flags ?? [])];
  let child = launch(db, '127.0.0.1:0', { ...options, flags });
  const port = await listening(child, log);
  const server: Server = {
    url: `http://127.0.0.1:${port}`,
    port,
    db,
    engine: db.startsWith('sqlite:') ? 'sqlite' : 'postgres',
    folder,
    process: child,
    log: () => log.text,
    stop: async () => {
      child.kill('SIGTERM');
      const code = await ended(child);
      forget();
      rmSync(folder, { recursive: true, force: true });
      if (code !== 0) throw new Error(`the server ended with ${code}:\n${log.text.slice(-8000)}`);
    },
    crash: async (between) => {
      child.kill('SIGKILL');
      await ended(child);
      between?.();
      const began = performance.now();
      child = launch(db, `127.0.0.1:${port}`, { ...options, flags });
      server.process = child;
      await listening(child, log);
      return performance.now() - began;
    },
  };
  return server;
}

/** Start a server on its own copy of the demo data; call stop() in afterAll. */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const folder = temporary('test');
  if ((options.engine ?? process.env.HATIF_ENGINE) === 'postgres') {
    const name = uniqueName();
    const db = createDatabase(name, inject('postgresTemplate'));
    options.prepare?.(db);
    return startServerOn(db, folder, options, () => dropDatabase(name));
  }
  const file = join(folder, 'hatif.db');
  copyFileSync(inject('sqliteTemplate'), file);
  options.prepare?.(`sqlite:${file}`);
  return startServerOn(`sqlite:${file}`, folder, options);
}
