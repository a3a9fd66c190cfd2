import { expect, it } from 'vitest';
import type { Login } from '@/lib/api';
import ar from '@/lib/i18n/ar/accounts.json';
import en from '@/lib/i18n/en/accounts.json';
import { loginReason } from './login-log';

const login = (way: Login['way'], outcome: string): Login => ({
  id: 1,
  at: '2026-11-28T18:00:00.000Z',
  user: null,
  way,
  outcome,
  browser: null,
  system: null,
  user_agent: '',
  ip: '',
});

it.each([
  ['password', 'ok', 'in_password'],
  ['badge', 'ok', 'in_badge'],
  ['refresh', 'ok', 'in_refresh'],
  ['password', 'wrong', 'refused_wrong'],
  ['password', 'disabled', 'refused_disabled'],
  ['password', 'expired', 'refused_expired'],
  ['badge', 'refused', 'refused_refused'],
  ['refresh', 'reuse', 'refused_reuse'],
  ['password', 'of tomorrow', 'refused'],
  ['logout', 'logout', 'out_logout'],
  ['timeout', 'idle', 'out_idle'],
  ['timeout', 'expired', 'out_expired'],
  ['logout', 'password', 'out_password'],
  ['logout', 'revoked', 'out_revoked'],
  ['logout', 'disabled', 'out_disabled'],
  ['logout', 'reuse', 'out_reuse'],
  ['logout', 'of tomorrow', 'out'],
] as const)('%s, %s is said as %s, in both languages', (way, outcome, key) => {
  expect(loginReason(login(way, outcome))).toBe(key);
  expect(en.logins.reason).toHaveProperty(key);
  expect(ar.logins.reason).toHaveProperty(key);
});
