import { describe, expect, it } from 'vitest';
import type { CompanySettings } from '@/lib/api';
import { bodyOf, draftOf } from './company-api';

const company: CompanySettings = {
  id: 1,
  code: 'gulf',
  name: 'Gulf',
  domain: null,
  time_zone: 'Asia/Dubai',
  currency: 'AED',
  default_country: 'AE',
  language: 'en',
  theme: 'dark',
  password_recovery: 'both',
  badge_login: true,
  own_names: true,
  it_support_ext: '2200',
  help_desk_ext: '2100',
  idle_timeout_s: 1800,
  away_after_s: 0,
  temporary_password_hours: 72,
  follow_schedule: false,
  logo_url: null,
  settings: {},
  business_hours: [],
  closed_days: [],
  version: 4,
  created_at: '',
  updated_at: '',
};

describe('company settings', () => {
  it('are minutes on the page and seconds on the wire', () => {
    const draft = draftOf(company);
    expect(draft).toMatchObject({
      idleMinutes: '30',
      awayMinutes: '0',
      passwordHours: '72',
      domain: '',
    });
    expect(bodyOf({ ...draft, idleMinutes: '1.5', awayMinutes: '' }, 4)).toMatchObject({
      idle_timeout_s: 90,
      away_after_s: 0,
      version: 4,
    });
  });

  it('hold the hours by day, and none as open around the clock', () => {
    expect(draftOf(company)).toMatchObject({ hours: null, closed: [] });
    const hours = [
      { day: 'mon' as const, from: '09:00', to: '13:00' },
      { day: 'mon' as const, from: '16:00', to: '20:00' },
      { day: 'sun' as const, from: '10:00', to: '24:00' },
    ];
    const closed_days = [
      { date: '2026-12-02', name: 'National Day' },
      { date: '2026-12-03', name: null },
    ];
    const draft = draftOf({ ...company, business_hours: hours, closed_days });
    expect(draft.hours?.mon).toHaveLength(2);
    expect(draft.hours?.tue).toEqual([]);
    expect(bodyOf(draft, 4)).toMatchObject({ business_hours: hours, closed_days });
    expect(bodyOf({ ...draft, hours: null, closed: [] }, 4)).toMatchObject({
      business_hours: [],
      closed_days: [],
    });
  });

  it('leave the logo alone unless it was changed', () => {
    const draft = draftOf(company);
    expect(bodyOf(draft, 4)).not.toHaveProperty('logo_svg');
    expect(bodyOf({ ...draft, logo: '' }, 4)).toHaveProperty('logo_svg', '');
  });
});
