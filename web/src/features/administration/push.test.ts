import { describe, expect, test } from 'vitest';
import type { PushSettings } from '@/lib/api';
import { echoSnippet, pushDraftOf } from './push-api';

const settings: PushSettings = {
  enabled: true,
  app_id: 1,
  key: '0123abcd',
  client_events: true,
  server_events: false,
  secret_at: null,
  version: 3,
  updated_at: null,
  host: 'desk.example.com',
  port: 443,
  scheme: 'https',
};

describe('the lines for Laravel Echo (IMP-RT-04)', () => {
  test('say where, by which key, and over TLS where there is some', () => {
    const text = echoSnippet(settings);
    expect(text).toContain("key: '0123abcd'");
    expect(text).toContain("wsHost: 'desk.example.com'");
    expect(text).toContain('wssPort: 443');
    expect(text).toContain('forceTLS: true');
    expect(text).toContain("'https://desk.example.com/broadcasting/auth'");
    expect(text).toContain("'Bearer ' + token");
  });

  test('name the port where it is no standard one', () => {
    const text = echoSnippet({ ...settings, scheme: 'http', host: '127.0.0.1', port: 8000 });
    expect(text).toContain('forceTLS: false');
    expect(text).toContain("'http://127.0.0.1:8000/broadcasting/auth'");
  });

  test('the form holds what is allowed', () => {
    expect(pushDraftOf(settings)).toEqual({
      enabled: true,
      client_events: true,
      server_events: false,
    });
  });
});
