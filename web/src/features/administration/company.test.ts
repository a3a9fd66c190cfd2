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
  password_recovery: 'both',
  badge_login: true,
  it_support_ext: '2200',
  help_desk_ext: '2100',
  idle_timeout_s: 1800,
  away_after_s: 0,
  temporary_password_hours: 72,
  follow_schedule: false,
  logo_url: null,
  settings: {},
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

  it('leave the logo alone unless it was changed', () => {
    const draft = draftOf(company);
    expect(bodyOf(draft, 4)).not.toHaveProperty('logo_svg');
    expect(bodyOf({ ...draft, logo: '' }, 4)).toHaveProperty('logo_svg', '');
  });
});
