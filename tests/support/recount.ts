/* What days have to be, counted once more from the rows by the definitions, and random rows. */
import { sql } from './database.ts';
import type { Server } from './server.ts';

const DAY = 86_400_000_000;
type Rows = Pick<Server, 'db' | 'engine'>;

const zoneDay = new Map<string, Intl.DateTimeFormat>();
function dayOf(us: number, zone = 'Asia/Dubai'): number {
  let format = zoneDay.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone: zone });
    zoneDay.set(zone, format);
  }
  return Date.parse(`${format.format(us / 1000)}T00:00:00Z`) / 86_400_000;
}
export const dateOf = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10);

const columns = [
  'total_orders_handled',
  'orders_confirmed',
  'orders_cancelled',
  'orders_postponed',
  'calls',
  'calls_answered',
  'talk_seconds',
  'ratings_count',
  'rating_points',
  'ratings_good',
  'contacts',
  'contacts_resolved',
  'contacts_first',
] as const;
export type Sums = Record<(typeof columns)[number], number>;

export function recount(server: Rows, zone = 'Asia/Dubai'): Record<string, Sums> {
  const days: Record<string, Sums> = {};
  const of = (agent: string, us: number): Sums => {
    const key = `${agent}:${dayOf(us, zone)}`;
    days[key] ??= Object.fromEntries(columns.map((name) => [name, 0])) as Sums;
    return days[key];
  };
  const rows = (text: string) => sql(server, text).map((line) => line.split('|'));
  const last = new Map<string, string[]>();
  for (const row of rows(`SELECT order_id, agent_id, new_status, change_timestamp, previous_status
      FROM order_status_history WHERE company_id = 1 AND new_status <> 'closed' ORDER BY id`))
    last.set(`${row[0]}:${dayOf(Number(row[3]), zone)}`, row);
  for (const [, agent, status, at, previous] of last.values()) {
    if (!agent || !previous) continue;
    const column = `orders_${status}` as keyof Sums;
    if (!columns.includes(column)) continue;
    const day = of(agent, Number(at));
    day[column] += 1;
    day.total_orders_handled += 1;
  }
  const messages = rows(`SELECT id, order_id, agent_id, channel, direction, duration_seconds, at_us
      FROM communications WHERE company_id = 1`);
  for (const [, , agent, channel, , seconds, at] of messages) {
    if (channel !== 'call' || !agent) continue;
    const day = of(agent, Number(at));
    day.calls += 1;
    day.calls_answered += Number(seconds) > 0 ? 1 : 0;
    day.talk_seconds += Number(seconds);
  }
  for (const [agent, score, at] of rows(
    'SELECT agent_id, score, at_us FROM ratings WHERE company_id = 1 AND agent_id IS NOT NULL',
  )) {
    const day = of(agent!, Number(at));
    day.ratings_count += 1;
    day.rating_points += Number(score);
    day.ratings_good += Number(score) >= 4 ? 1 : 0;
  }
  const contacts = rows(`SELECT id, order_id, agent_id, resolution_status, interaction_time,
      follow_up_date, communication_id, is_automatic FROM customer_interactions
      WHERE company_id = 1 ORDER BY id`);
  for (const [id, order, agent, status, at, due, message, automatic] of contacts) {
    const closed = status === 'resolved' || status === 'escalated';
    // A call that reached nobody is due only at a time that was agreed upon.
    const late = (due || automatic === '0') && Number(due || at) <= Date.now() * 1000;
    const taken = contacts.some(
      (later) =>
        due && later[1] === order && Number(later[0]) > Number(id) && Number(later[4]) <= +due,
    );
    if (!closed && (!late || taken)) continue;
    const back = messages.some(
      (one) =>
        one[1] === order &&
        one[4] === 'inbound' &&
        one[0] !== message &&
        Number(one[6]) > Number(at) &&
        Number(one[6]) <= Number(at) + 7 * DAY,
    );
    const day = of(agent!, Number(at));
    day.contacts += 1;
    day.contacts_resolved += status === 'resolved' ? 1 : 0;
    day.contacts_first += status === 'resolved' && !back ? 1 : 0;
  }
  return days;
}

export function counted(server: Rows): Record<string, Sums> {
  const nothing = (sums: Sums) => columns.every((name) => sums[name] === 0);
  return Object.fromEntries(
    sql(
      server,
      `SELECT agent_id, day, ${columns.join(', ')} FROM agent_performance_metrics WHERE company_id = 1`,
    )
      .map((line) => line.split('|').map(Number))
      .map(([agent, day, ...sums]): [string, Sums] => [
        `${agent}:${day}`,
        Object.fromEntries(columns.map((name, i) => [name, sums[i]])) as Sums,
      ])
      .filter(([, sums]) => !nothing(sums)),
  );
}

function dice(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 4_294_967_296) * below);
  };
}

/** Where the program counts the ids of each table. */
const counters = {
  order_status_history: 'order_status_history',
  communications: 'communication',
  customer_interactions: 'interaction',
  ratings: 'rating',
};

/** Changes, calls, contacts and ratings by chance: any agent, any order, the last three weeks. */
export function chance(server: Rows, seed: number, count: number): string {
  const roll = dice(seed);
  const newest = (table: string) =>
    Number(sql(server, `SELECT COALESCE(MAX(id), 0) FROM ${table} WHERE company_id = 1`)[0]);
  const ids = {
    order_status_history: newest('order_status_history'),
    communications: newest('communications'),
    customer_interactions: newest('customer_interactions'),
    ratings: newest('ratings'),
  };
  const now = Date.now() * 1000;
  const statuses = ['confirmed', 'cancelled', 'postponed', 'no_response', 'under_review', 'closed'];
  const ends = ['resolved', 'resolved', 'pending', 'escalated', 'follow_up_required'];
  const lines: string[] = [];
  const insert = (table: keyof typeof ids, names: string, values: string) => {
    ids[table] += 1;
    lines.push(
      `INSERT INTO ${table} (company_id, id, ${names}) VALUES (1, ${ids[table]}, ${values});`,
    );
  };
  for (let i = 0; i < count; i++) {
    const order = 1 + roll(30);
    const agent = 1 + roll(6);
    const at = now - roll(21 * 24 * 60) * 60_000_000 - 1_000_000;
    const customer = `(SELECT customer_id FROM orders WHERE company_id = 1 AND id = ${order + 1800})`;
    const place = order + 1800;
    switch (roll(4)) {
      case 0:
        insert(
          'order_status_history',
          'order_id, agent_id, previous_status, new_status, change_timestamp, created_at',
          `${place}, ${roll(9) ? agent : 'NULL'}, 'new', '${statuses[roll(6)]}', ${at}, ${at}`,
        );
        break;
      case 1:
        insert(
          'communications',
          'order_id, customer_id, agent_id, channel, direction, duration_seconds, at_us, created_us',
          `${place}, ${customer}, ${agent}, '${roll(3) ? 'call' : 'sms'}',
           '${roll(2) ? 'inbound' : 'outbound'}', ${roll(3) * roll(200)}, ${at}, ${at}`,
        );
        break;
      case 2:
        insert(
          'customer_interactions',
          `order_id, agent_id, customer_id, interaction_type, interaction_time, resolution_status,
           follow_up_date, is_automatic, created_at`,
          `${place}, ${agent}, ${customer}, 'call', ${at}, '${ends[roll(5)]}',
           ${roll(2) ? at + roll(4) * DAY : 'NULL'}, ${roll(2)}, ${at}`,
        );
        break;
      default:
        insert(
          'ratings',
          'order_id, customer_id, agent_id, score, channel, at_us',
          `${place}, ${customer}, ${roll(8) ? agent : 'NULL'}, ${1 + roll(5)}, 'link', ${at}`,
        );
    }
  }
  for (const [table, kind] of Object.entries(counters))
    lines.push(
      `UPDATE company_counters SET last = ${ids[table as keyof typeof ids]}
       WHERE company_id = 1 AND kind = '${kind}';`,
    );
  return `BEGIN;\n${lines.join('\n')}\nCOMMIT;\n`;
}
