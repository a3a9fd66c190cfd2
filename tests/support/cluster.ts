/* A PostgreSQL of a test's own, which it may restart and kill; with fsync, unlike the one of script/test. */
import { execFileSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { password as demoPassword, hatif, secretKey } from './paths.ts';
import { psqlProgram } from './postgres.ts';

export interface Cluster {
  /** Of a database with the demo companies. */
  db: string;
  /** As superuser, on that database. */
  sql: (text: string) => string;
  /** Ends it as a crash would, and starts it again: every connection is lost. */
  restart: () => void;
  stop: () => void;
}

const asPostgres = process.getuid?.() === 0 ? ['runuser', '-u', 'postgres', '--'] : [];

function run(command: string[]): string {
  const [program, ...rest] = [...asPostgres, ...command];
  return execFileSync(program!, rest, {
    encoding: 'utf8',
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Below those that outgoing connections get: nobody takes it while PostgreSQL starts again. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 21_000 + Math.floor(Math.random() * 9000);
    const free = await new Promise<boolean>((resolve) => {
      const server = createServer()
        .once('error', () => resolve(false))
        .listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
    });
    if (free) return port;
  }
}

export async function startCluster(): Promise<Cluster> {
  const bin = dirname(psqlProgram);
  const folder = mkdtempSync(join(tmpdir(), 'hatif-pg-'));
  if (asPostgres.length)
    chownSync(
      folder,
      Number(execFileSync('id', ['-u', 'postgres'], { encoding: 'utf8' })),
      Number(execFileSync('id', ['-g', 'postgres'], { encoding: 'utf8' })),
    );
  const data = join(folder, 'db');
  const port = await freePort();
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${folder} -c shared_buffers=64MB`;
  const control = (...words: string[]) =>
    run([
      join(bin, 'pg_ctl'),
      '-D',
      data,
      '-w',
      '-l',
      join(folder, 'log'),
      '-o',
      options,
      ...words,
    ]);
  run([
    join(bin, 'initdb'),
    '-D',
    data,
    '-A',
    'trust',
    '-U',
    'postgres',
    '--no-sync',
    '-E',
    'UTF8',
    '--locale=C.UTF-8',
  ]);
  control('start');
  const psql = (database: string, text: string) =>
    execFileSync(
      psqlProgram,
      [
        '-qAt',
        '-v',
        'ON_ERROR_STOP=1',
        `postgresql://postgres@127.0.0.1:${port}/${database}`,
        '-c',
        text,
      ],
      { encoding: 'utf8' },
    );
  psql('postgres', 'CREATE ROLE hatif LOGIN');
  psql('postgres', 'CREATE DATABASE hatif OWNER hatif');
  const db = `postgresql://hatif@127.0.0.1:${port}/hatif`;
  execFileSync(hatif, ['demo', '--db', db, '--password', demoPassword], {
    stdio: ['ignore', 'ignore', 'ignore'],
    env: { ...process.env, HATIF_SECRET_KEY: secretKey },
  });
  return {
    db,
    sql: (text) => psql('hatif', text),
    restart: () => {
      control('-m', 'immediate', 'restart');
    },
    stop: () => {
      control('-m', 'immediate', 'stop');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
