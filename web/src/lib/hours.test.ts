import { describe, expect, it } from 'vitest';
import type { CallPolicies } from '@/lib/api';
import { callbackBar, weekOf } from './hours';

describe('a week', () => {
  it.each([
    ['en', 'GB', 'mon'],
    ['ar', 'SA', 'sun'],
    ['ar', 'EG', 'sat'],
    ['en', '', 'mon'],
  ])('of %s-%s begins on %s and has seven days', (language, country, first) => {
    const days = weekOf(language, country);
    expect(days[0]).toBe(first);
    expect(new Set(days).size).toBe(7);
  });
});

describe('a callback', () => {
  const policies = {
    callback_days: ['mon', 'tue'],
    callback_from: '09:00',
    callback_to: '18:00',
    company_hours: false,
    business_hours: null,
    closed_days: [],
  } as unknown as CallPolicies;
  const company: CallPolicies = {
    ...policies,
    company_hours: true,
    business_hours: [
      { day: 'wed', from: '08:00', to: '12:00' },
      { day: 'wed', from: '14:00', to: '24:00' },
    ],
    closed_days: ['2026-12-02'],
  };

  it.each([
    ['2026-11-23T09:00', null],
    ['2026-11-23T18:00', 'hour'],
    ['2026-11-25T10:00', 'hour'],
    ['', null],
    ['2026-11', null],
  ])('by days and hours of its own, at %s: %s', (wall, bar) => {
    expect(callbackBar(policies, wall)).toBe(bar);
  });

  it.each([
    ['2026-11-25T11:59', null],
    ['2026-11-25T12:00', 'hour'],
    ['2026-11-25T23:59', null],
    ['2026-11-23T09:00', 'hour'],
    ['2026-12-02T09:00', 'day'],
  ])('by the hours of the company, at %s: %s', (wall, bar) => {
    expect(callbackBar(company, wall)).toBe(bar);
    const always = { ...company, business_hours: null };
    expect(callbackBar(always, wall)).toBe(bar === 'day' ? 'day' : null);
  });
});
