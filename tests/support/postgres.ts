/* Databases on the PostgreSQL server that script/test started (HATIF_TEST_PG names it). */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';

function base(): URL {
  const url = process.env.HATIF_TEST_PG;
  if (!url) throw new Error('HATIF_TEST_PG is not set: run the tests by script/test');
  return new URL(url);
}

/** The client itself: Debian's `psql` is a script that first looks for one. */
export const psqlProgram =
  readdirSync('/usr/lib/postgresql')
    .map((version) => `/usr/lib/postgresql/${version}/bin/psql`)
    .filter((file) => existsSync(file))
    .sort()
    .pop() ?? 'psql';

function psql(sql: string): void {
  execFileSync(psqlProgram, ['-qAt', '-v', 'ON_ERROR_STOP=1', base().href, '-c', sql], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

export function databaseUrl(name: string): string {
  const url = base();
  url.pathname = `/${name}`;
  return url.href;
}

/** Create a database, as a copy when a template is named. */
export function createDatabase(name: string, template?: string): string {
  psql(`CREATE DATABASE ${name}${template ? ` TEMPLATE ${template}` : ''}`);
  return databaseUrl(name);
}

const DROP_TRIES = 50;

/** PostgreSQL's own cleaning may be at work in it, which this role cannot end: that is soon over. */
export function dropDatabase(name: string): void {
  for (let tries = 1; ; tries++) {
    try {
      psql(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      return;
    } catch (error) {
      if (tries === DROP_TRIES || !String(error).includes('process is being terminated'))
        throw error;
      execFileSync('sleep', ['0.1']);
    }
  }
}

export function uniqueName(): string {
  return `t_${randomBytes(6).toString('hex')}`;
}
