import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  currencyDigits,
  dayOf,
  formatDateTime,
  formatDay,
  formatMoney,
  formatNumber,
  formatPhone,
  formatRelative,
  formatSmart,
  formatTime,
  formatTimer,
  setTimeZone,
} from './format';
import { setLanguage } from './i18n';
import { usePreferences } from './preferences';

/* Intl separates with several kinds of spaces and marks the direction. */
const plain = (text: string) =>
  text.replace(/[\u00a0\u202f]/g, ' ').replace(/[\u200e\u200f\u061c]/g, '');

beforeEach(() => setTimeZone('Asia/Dubai'));
afterEach(async () => {
  usePreferences.getState().set({ digits: 'latn' });
  await setLanguage('en');
});

describe('amounts', () => {
  it('knows the decimals of the currency', () => {
    expect(plain(formatMoney(75_000, 'AED'))).toBe('AED 750.00');
    expect(plain(formatMoney(75_000, 'KWD'))).toBe('KWD 75.000');
    expect(plain(formatMoney(750, 'JPY'))).toBe('JPY 750');
    expect(plain(formatMoney(120_000, 'AED'))).toBe('AED 1,200.00');
    expect(currencyDigits('KWD')).toBe(3);
    expect(currencyDigits('not a currency')).toBe(2);
  });

  it('keeps Latin digits in Arabic unless asked otherwise', async () => {
    await setLanguage('ar');
    expect(formatMoney(75_000, 'AED')).toContain('750.00');
    usePreferences.getState().set({ digits: 'arab' });
    expect(formatNumber(24)).toBe('٢٤');
  });
});

describe('time', () => {
  const evening = '2026-11-21T20:30:00.000Z';

  it('is the time of the company, not of the workstation', () => {
    expect(formatTime(evening)).toBe('00:30');
    expect(dayOf(evening)).toBe('2026-11-22');
    setTimeZone('Europe/London');
    expect(formatTime(evening)).toBe('20:30');
    expect(dayOf(evening)).toBe('2026-11-21');
  });

  it('does not fail on an unknown zone or an empty time', () => {
    setTimeZone('Mars/Olympus');
    expect(formatTime(evening)).toMatch(/^\d\d:\d\d$/);
    expect(formatDateTime(null)).toBe('–');
    expect(formatDateTime('nonsense')).toBe('–');
  });

  it('leaves a calendar day where it is', () => {
    setTimeZone('America/Los_Angeles');
    expect(formatDay('2026-11-22')).toBe('22 Nov 2026');
  });

  it('names the days around today', () => {
    const now = '2026-11-21T08:00:00Z';
    expect(formatSmart('2026-11-21T10:30:00Z', now)).toBe('14:30');
    expect(formatSmart('2026-11-20T10:30:00Z', now)).toBe('Yesterday, 14:30');
    expect(formatSmart('2026-11-22T05:00:00Z', now)).toBe('Tomorrow, 09:00');
    expect(formatSmart('2026-11-15T10:30:00Z', now)).toContain('15 Nov');
  });

  it('counts back in words', () => {
    const now = Date.parse('2026-11-21T08:00:00Z');
    expect(formatRelative('2026-11-21T06:00:00Z', now)).toMatch(/^2 hr/);
    expect(formatRelative('2026-11-21T08:05:00Z', now)).toMatch(/^in 5 min/);
    expect(formatRelative(now - 20_000, now)).toBe('now');
  });

  it('counts seconds', () => {
    expect(formatTimer(161)).toBe('02:41');
    expect(formatTimer(3_761)).toBe('1:02:41');
    expect(formatTimer(-5)).toBe('00:00');
    usePreferences.getState().set({ digits: 'arab' });
    expect(formatTimer(3_761)).toBe('١:٠٢:٤١');
  });
});

describe('phone numbers', () => {
  it('are grouped by country', () => {
    expect(formatPhone('+971501234567')).toBe('+971 50 123 4567');
    expect(formatPhone('+966501234567')).toBe('+966 50 123 4567');
    expect(formatPhone('+12025550123')).toBe('+1 202 555 0123');
  });

  it('are left alone when they are not international', () => {
    expect(formatPhone('2200')).toBe('2200');
    expect(formatPhone(null)).toBe('–');
  });
});
