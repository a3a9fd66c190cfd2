/* Looking into a test's database from outside, on either engine. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import type { Body } from './client.ts';
import { psqlProgram } from './postgres.ts';
import type { Server } from './server.ts';

/** Rows as text, columns parted by '|'. */
export function sql(server: Pick<Server, 'db' | 'engine'>, text: string): string[] {
  const out =
    server.engine === 'postgres'
      ? execFileSync(
          psqlProgram,
          ['-qAt', '-v', 'ON_ERROR_STOP=1', server.db, '-c', "SET hatif.company = '0'", '-c', text],
          { encoding: 'utf8', maxBuffer: 1 << 28 },
        )
      : execFileSync('sqlite3', ['-readonly', server.db.replace('sqlite:', ''), text], {
          encoding: 'utf8',
          maxBuffer: 1 << 28,
        });
  return out.split('\n').filter((line) => line !== '');
}

/** Changes rows behind the program's back: for what has no route, or would take days. */
export function changeRows(server: Pick<Server, 'db' | 'engine'>, text: string): void {
  if (server.engine === 'postgres')
    execFileSync(psqlProgram, ['-qAt', '-v', 'ON_ERROR_STOP=1', server.db], {
      input: `SET hatif.company = '0';\n${text}`,
      stdio: 'pipe',
    });
  else
    execFileSync('sqlite3', ['-bail', server.db.replace('sqlite:', '')], {
      input: `.timeout 10000\n${text}`,
      stdio: 'pipe',
    });
}

/** What the newest row of the first company's audit log says of such an action. */
export function lastAudit(server: Server, action: string): Body {
  const [row] = sql(
    server,
    `SELECT detail FROM audit_log WHERE company_id = 1 AND action = '${action}' ORDER BY id DESC LIMIT 1`,
  );
  return JSON.parse(row ?? 'null');
}

/** Tables that have a company's rows. */
export function tenantTables(server: Server): string[] {
  return server.engine === 'postgres'
    ? sql(
        server,
        `SELECT DISTINCT c.table_name FROM information_schema.columns c
         WHERE c.column_name = 'company_id' AND c.table_schema = 'public' ORDER BY 1`,
      )
    : sql(
        server,
        `SELECT m.name FROM sqlite_master m WHERE m.type = 'table' AND EXISTS
         (SELECT 1 FROM pragma_table_xinfo(m.name) c WHERE c.name = 'company_id') ORDER BY 1`,
      );
}

/** What changes by merely looking: sessions, their traces and the clockwork. */
const restless = new Set([
  'auth_sessions',
  'agent_sessions',
  'login_log',
  'audit_log',
  'jobs',
  'company_counters',
  'agent_presence',
  'agent_presence_log',
  'order_search_pending',
  'order_search',
  'agent_performance_metrics',
  'performance_rollups',
  'call_days',
  'call_day_figures',
  'call_day_states',
  'work_counters',
  'work_folds',
]);

const known = new Map<string, string[]>();

/** A fingerprint of everything a company owns, table by table, in one look. */
export function fingerprint(server: Server, companyId: number): Record<string, string> {
  let tables = known.get(server.db);
  if (!tables) {
    tables = tenantTables(server).filter((table) => !restless.has(table));
    known.set(server.db, tables);
  }
  const rows = sql(
    server,
    tables
      .map((table) => {
        const columns = table === 'users' ? 'company_id, id, username, status, version' : '*';
        return `SELECT '@${table}'; SELECT ${columns} FROM ${table} WHERE company_id = ${companyId}`;
      })
      .join('; '),
  );
  const prints: Record<string, string> = {};
  let lines: string[] = [];
  let table = '';
  const close = () => {
    if (table) prints[table] = createHash('sha256').update(lines.sort().join('\n')).digest('hex');
  };
  for (const row of rows) {
    if (!row.startsWith('@')) {
      lines.push(row);
      continue;
    }
    close();
    table = row.slice(1);
    lines = [];
  }
  close();
  return prints;
}

/** Change the data behind the program's back, with patience where it writes itself. */
export function alter(db: string, text: string): void {
  if (db.startsWith('sqlite:'))
    execFileSync('sqlite3', ['-cmd', '.timeout 10000', db.replace('sqlite:', ''), text]);
  else
    execFileSync(
      psqlProgram,
      ['-qAt', '-v', 'ON_ERROR_STOP=1', db, '-c', "SET hatif.company = '0'", '-c', text],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
}
