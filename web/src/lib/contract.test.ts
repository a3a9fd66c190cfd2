import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CANCELLATION_REASONS, SETTABLE } from './orders/status';
import {
  CHAT_STATES,
  COMPLAINT_STATUSES,
  chatStates,
  complaintStates,
  DELIVERY_STATUSES,
  deliveryStates,
  ESCALATION_STATUSES,
  escalationStates,
  MESSAGE_STATUSES,
  MODIFICATION_STATUSES,
  messageStates,
  modificationStates,
  ORDER_STATUSES,
  orderStates,
  PRESENCES,
  presenceStates,
  SLA_STATES,
  STOCK_STATES,
  slaStates,
  stockStates,
} from './states';

/* What the app knows by name, against what the server says: its interface and its table of events. */

interface Schema {
  enum?: (string | null)[];
  properties?: Record<string, Schema>;
}

const openapi = JSON.parse(readFileSync(resolve('../api/openapi.json'), 'utf8')) as {
  components: { schemas: Record<string, Schema> };
};

function enumOf(schema: string, property: string): string[] {
  const values = openapi.components.schemas[schema]?.properties?.[property]?.enum ?? [];
  return values.filter((value) => value !== null).sort();
}

const sorted = (values: readonly string[]) => [...values].sort();

describe('states', () => {
  it('of an order are those of the server, each with a look', () => {
    expect(sorted(ORDER_STATUSES)).toEqual(enumOf('Order', 'status'));
    expect(sorted(Object.keys(orderStates))).toEqual(enumOf('Order', 'status'));
  });

  it('that can be set are those that the server takes', () => {
    expect(sorted(SETTABLE)).toEqual(enumOf('OrderStatusChange', 'status'));
    expect(sorted(CANCELLATION_REASONS)).toEqual(
      enumOf('OrderStatusChange', 'cancellation_reason'),
    );
  });

  it('of a message are those of the server, each with a look', () => {
    expect(sorted(MESSAGE_STATUSES)).toEqual(enumOf('Communication', 'status'));
    expect(sorted(Object.keys(messageStates))).toEqual(enumOf('Communication', 'status'));
  });

  it('of a parcel are those of the server, each with a look', () => {
    expect(sorted(DELIVERY_STATUSES)).toEqual(enumOf('Delivery', 'status'));
    expect(sorted(Object.keys(deliveryStates))).toEqual(enumOf('Delivery', 'status'));
  });

  it('of an escalation and a complaint are those of the server, each with a look', () => {
    expect(sorted(ESCALATION_STATUSES)).toEqual(enumOf('Escalation', 'status'));
    expect(sorted(Object.keys(escalationStates))).toEqual(enumOf('Escalation', 'status'));
    expect(sorted(COMPLAINT_STATUSES)).toEqual(enumOf('Complaint', 'status'));
    expect(sorted(Object.keys(complaintStates))).toEqual(enumOf('Complaint', 'status'));
  });

  it('of a service level and of a request are those of the server, each with a look', () => {
    expect(sorted(SLA_STATES)).toEqual(enumOf('OrderSla', 'state'));
    expect(sorted(Object.keys(slaStates))).toEqual(enumOf('OrderSla', 'state'));
    expect(sorted(MODIFICATION_STATUSES)).toEqual(enumOf('OrderModification', 'status'));
    expect(sorted(Object.keys(modificationStates))).toEqual(enumOf('OrderModification', 'status'));
  });

  it('of a person are those of the server, each with a look', () => {
    expect(sorted(PRESENCES)).toEqual(enumOf('StatusAnswer', 'presence'));
    expect(sorted(Object.keys(presenceStates))).toEqual(enumOf('StatusAnswer', 'presence'));
  });

  it('of a chat are those of the server, each with a look', () => {
    expect(sorted(CHAT_STATES)).toEqual(enumOf('Chat', 'state'));
    expect(sorted(Object.keys(chatStates))).toEqual(enumOf('Chat', 'state'));
  });

  it('of stock are those of the server, each with a look', () => {
    expect(sorted(STOCK_STATES)).toEqual(enumOf('StockProduct', 'status'));
    expect(sorted(Object.keys(stockStates))).toEqual(enumOf('StockProduct', 'status'));
  });
});

it('why a state came about by itself has its sentence', () => {
  const { presence } = JSON.parse(readFileSync(resolve('src/lib/i18n/en/shell.json'), 'utf8'));
  expect(sorted(Object.keys(presence.automatic))).toEqual(enumOf('StatusAnswer', 'automatic'));
});

type Members = Record<string, string[]>;

/** The rows {"type", "when", {{"member", "what"}, …, {0}}} of the server's table. */
function published(): Members {
  const table = readFileSync(resolve('../server/platform/events/event_catalogue.c'), 'utf8');
  const found: Members = {};
  for (const row of table.split(/\{(?="[a-z_]+:[a-z_]+")/).slice(1)) {
    const type = /^"([^"]+)"/.exec(row)?.[1] ?? '';
    const members = [...row.matchAll(/\{"(\w+)",\s*"[^"]*"\}/g)].map((match) => match[1] ?? '');
    found[type] = members.sort();
  }
  return found;
}

/** The members of EventMap, by event. */
function understood(): Members {
  const source = readFileSync(resolve('src/lib/realtime/types.ts'), 'utf8').replace(
    /\/\*.*?\*\//gs,
    '',
  );
  const map = /interface EventMap \{\n([\s\S]*?)\n\}/.exec(source)?.[1] ?? '';
  const found: Members = {};
  for (const entry of map.split(/^ {2}(?=')/m).slice(1)) {
    const type = /^'([^']+)'/.exec(entry)?.[1] ?? '';
    const [, members = ''] = entry.split(/':\s*\{(.*)/s); // Record<string, never> has none
    const flat = members.replace(/\{[^{}]*\}/g, '');
    found[type] = [...flat.matchAll(/(\w+)\??:/g)].map((match) => match[1] ?? '').sort();
  }
  return found;
}

/** The types that any page listens to. */
function listenedTo(folder = resolve('src')): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return listenedTo(path);
    if (!/\.tsx?$/.test(entry.name) || /\.test\.tsx?$/.test(entry.name)) return [];
    const calls = readFileSync(path, 'utf8').matchAll(/useEvent\(\s*'([^']+)'/g);
    return [...calls].map((call) => call[1] ?? '');
  });
}

describe('events', () => {
  it('are those of the table of the server, with the same members', () => {
    const server = published();
    expect(server['order:created']).toEqual(['order']);
    expect(server['order:updated']).toContain('previous_status');
    // What visitors of a customer's site are told, and nodes each other, never reaches these pages.
    const ours = Object.entries(server).filter(([type]) => !/^(widget|channel):/.test(type));
    expect(understood()).toEqual(Object.fromEntries(ours));
  });

  it('that pages listen to exist', () => {
    const heard = listenedTo();
    expect(heard).toContain('order:updated');
    expect(heard.filter((type) => !(type in published()))).toEqual([]);
  });
});
