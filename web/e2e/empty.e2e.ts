/* A company without a row: every figure is 0 or a dash, and every page says what is missing (C.7-6). */
import { beforeAll, describe, expect, test } from 'vitest';
import { openDesk } from './support/desk.ts';
import { heading, plain, seen } from './support/page.ts';

const desk = openDesk();

/** Who works here, and what was set up for them; the rest happened. */
const kept = new Set([
  'agent_presence',
  'agents',
  'audit_log',
  'auth_sessions',
  'companies',
  'company_counters',
  'company_sequences',
  'couriers',
  'departments',
  'devices',
  'message_templates',
  'role_permissions',
  'roles',
  'stock_locations',
  'teams',
  'user_roles',
  'users',
]);

beforeAll(async () => {
  await desk.server.kill();
  const tables = desk.server
    .sql(
      "SELECT m.name FROM sqlite_master m WHERE m.type = 'table' AND EXISTS" +
        " (SELECT 1 FROM pragma_table_info(m.name) c WHERE c.name = 'company_id')",
    )
    .filter((name) => !kept.has(name));
  expect(tables).toContain('orders');
  desk.server.sql(
    [
      'PRAGMA foreign_keys = OFF',
      'BEGIN',
      ...tables.map((name) => `DELETE FROM ${name}`),
      'DELETE FROM order_search',
      'UPDATE agents SET open_orders = 0',
      'COMMIT',
    ].join(';'),
  );
  await desk.server.revive();
});

const panel = '/call-center-panel';
/** With how many figures of people who are there: those are no rows that were deleted. */
const board = 3;
const pages: [string, string, boolean, number?][] = [
  ['AG001', panel, true],
  ['AG001', `${panel}/inventory`, true],
  ['AG001', `${panel}/performance`, true],
  ['AG001', `${panel}/performance?period=month`, true],
  ['AG001', `${panel}/reports`, true],
  ['AG001', `${panel}/reports?tab=truth`, true],
  ['AG001', '/agent/canned-responses', true],
  ['supervisor', panel, true],
  ['supervisor', `${panel}/supervisor`, true, board],
  ['supervisor', `${panel}/supervisor?view=analytics`, true],
  ['supervisor', `${panel}/performance/team`, false],
  ['manager', `${panel}/manager`, true],
  ['manager', `${panel}/manager/service-levels`, false],
  ['manager', `${panel}/inventory?scope=all`, true],
  ['AG001', `${panel}/orders`, false],
  ['AG001', `${panel}/delivery`, false],
  ['AG001', `${panel}/call-log`, false],
  ['AG001', `${panel}/messages`, false],
  ['AG001', `${panel}/escalations`, false],
  ['AG001', `${panel}/my-schedule`, false],
  ['supervisor', `${panel}/approvals`, false],
  ['supervisor', `${panel}/schedules`, false],
];

describe('nothing has happened yet', () => {
  test.each(pages)('as %s on %s', async (username, path, hasFigures, people = 0) => {
    const seat = await desk.work(username, path);
    await seen(heading(seat.page, /./).first());
    await seat.quiet();
    const main = seat.page.getByRole('main');
    const figures = (await main.locator('[data-figure]').allInnerTexts()).map(plain);
    if (hasFigures) expect(figures).not.toEqual([]);
    for (const figure of figures.slice(people)) expect(figure).not.toMatch(/[1-9]/);
    // Targets are set, not counted.
    const cells = (await main.locator('tbody td.num:not([data-target])').allInnerTexts()).map(
      plain,
    );
    for (const cell of cells) expect(cell).not.toMatch(/[1-9]/);
    expect(await main.getByRole('alert').count()).toBe(0);
    await seat.close();
  });
});
