/* Databases on the PostgreSQL server that script/test started (HATIF_TEST_PG names it). */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';

function base(): URL {
  const url = process.env.HATIF_TEST_PG;
  if (!url) throw new Error('HATIF_TEST_PG is not set: run the tests by script/test');
  return new URL(url);
}

function psql(sql: string): void {
  execFileSync('psql', ['-qAt', '-v', 'ON_ERROR_STOP=1', base().href, '-c', sql], {
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

export function dropDatabase(name: string): void {
  psql(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
}

export function uniqueName(): string {
  return `t_${randomBytes(6).toString('hex')}`;
}
