import type { Courier } from '@/lib/api';
import { DELIVERY_STATUSES } from '@/lib/states';

export type Adapter = Courier['adapter'];
export const ADAPTERS: Adapter[] = ['none', 'json', 'aftership', 'aramex'];

/** What the form asks for, by adapter; the server checks all of it. */
export const courierFields: Record<Adapter, { name: string; standard: string }[]> = {
  none: [],
  json: [
    { name: 'url', standard: '' },
    { name: 'method', standard: 'GET' },
    { name: 'authorization', standard: 'Bearer {{secret}}' },
    { name: 'body', standard: '' },
    { name: 'tracking_number', standard: 'tracking_number' },
    { name: 'events', standard: 'events' },
    { name: 'status', standard: 'status' },
    { name: 'time', standard: 'time' },
    { name: 'description', standard: 'description' },
    { name: 'location', standard: 'location' },
    { name: 'event_id', standard: '' },
    { name: 'estimated', standard: '' },
  ],
  aftership: [
    { name: 'base_url', standard: 'https://api.aftership.com' },
    { name: 'slug', standard: '' },
  ],
  aramex: [
    { name: 'base_url', standard: 'https://ws.aramex.net' },
    { name: 'user', standard: '' },
    { name: 'account_number', standard: '' },
    { name: 'account_entity', standard: '' },
    { name: 'account_country', standard: '' },
  ],
};

export function standardSettings(adapter: Adapter): Record<string, string> {
  return Object.fromEntries(courierFields[adapter].map(({ name, standard }) => [name, standard]));
}

/** "With driver = out_for_delivery", one a line, as people write the table. */
export function mapToText(map: Record<string, string>): string {
  return Object.entries(map)
    .map(([word, status]) => `${word} = ${status}`)
    .join('\n');
}

/** The table of the text, or the number of the first line that is none. */
export function textToMap(text: string): Record<string, string> | number {
  const map: Record<string, string> = {};
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const at = line.lastIndexOf('=');
    const word = line.slice(0, at).trim();
    const status = line.slice(at + 1).trim();
    if (at < 0 || word === '' || !DELIVERY_STATUSES.some((one) => one === status)) return index + 1;
    map[word] = status;
  }
  return map;
}
