import type { MessageProvider } from '@/lib/api';

export type ProviderKind = MessageProvider['kind'];

/** What the form asks for, by kind; the server checks all of it. */
export const providerFields: Record<ProviderKind, { name: string; standard: string }[]> = {
  twilio: [
    { name: 'base_url', standard: 'https://api.twilio.com' },
    { name: 'account_sid', standard: '' },
    { name: 'from', standard: '' },
  ],
  http: [
    { name: 'url', standard: '' },
    { name: 'method', standard: 'POST' },
    { name: 'content_type', standard: 'application/json' },
    { name: 'authorization', standard: 'Bearer {{secret}}' },
    { name: 'body', standard: '{"to":"{{to}}","text":"{{text}}","id":"{{id}}"}' },
    { name: 'reference', standard: '' },
    { name: 'from', standard: '' },
  ],
  smtp: [
    { name: 'host', standard: '' },
    { name: 'port', standard: '587' },
    { name: 'tls', standard: 'starttls' },
    { name: 'user', standard: '' },
    { name: 'from', standard: '' },
  ],
};

export function standardSettings(kind: ProviderKind): Record<string, string> {
  return Object.fromEntries(providerFields[kind].map(({ name, standard }) => [name, standard]));
}
