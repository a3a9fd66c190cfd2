import { describe, expect, it } from 'vitest';
import type { CallPolicies, SlaPolicy } from '@/lib/api';
import { clockTimes, sameHours } from '@/lib/hours';
import { withLevel } from './api';
import {
  bodyOfLevel,
  bodyOfPolicies,
  checkLevel,
  checkPolicies,
  draftOfLevel,
  draftOfPolicies,
  durationText,
} from './draft';

const policies: CallPolicies = {
  assignment: 'load',
  no_response_attempts: 3,
  attempt_pause_minutes: 30,
  callback_days: ['sun', 'mon'],
  callback_from: '09:00',
  callback_to: '24:00',
  company_hours: false,
  business_hours: null,
  closed_days: [],
  postpone_hours: 0,
  version: 4,
};

describe('policies', () => {
  it('come back as they were stored, the days in the order of the week', () => {
    const draft = draftOfPolicies(policies);
    expect(checkPolicies(draft)).toEqual({});
    expect(bodyOfPolicies(draft, 4)).toEqual({
      ...policies,
      business_hours: undefined,
      closed_days: undefined,
      callback_days: ['mon', 'sun'],
    });
  });

  it.each([
    [{ no_response_attempts: '21' }, { no_response_attempts: 'number' }],
    [{ attempt_pause_minutes: '' }, { attempt_pause_minutes: 'number' }],
    [{ postpone_hours: '1.5' }, { postpone_hours: 'number' }],
    [{ callback_days: [] }, { callback_days: 'days' }],
    [{ callback_from: '21:00', callback_to: '09:00' }, { callback_to: 'hours' }],
  ])('%j is not one', (change, errors) => {
    expect(checkPolicies({ ...draftOfPolicies(policies), ...change })).toEqual(errors);
  });

  it('offer the times that are stored beside every half hour', () => {
    const times = clockTimes('09:15', '24:00');
    expect(times.length).toBe(50);
    expect(times.indexOf('09:15')).toBe(times.indexOf('09:00') + 1);
    expect(times.at(-1)).toBe('24:00');
  });
});

describe('service levels', () => {
  it('need a name and one limit', () => {
    expect(checkLevel(draftOfLevel(null))).toEqual({ name: 'name', response_minutes: 'limit' });
    const draft = { ...draftOfLevel(null), name: 'Urgent', resolution_minutes: '20161' };
    expect(checkLevel(draft)).toEqual({ resolution_minutes: 'minutes' });
    expect(bodyOfLevel({ ...draft, resolution_minutes: '90' })).toEqual({
      name: 'Urgent',
      company_hours: false,
      priority: null,
      department_id: null,
      response_minutes: null,
      resolution_minutes: 90,
      business_hours: null,
      is_active: true,
    });
  });

  it('say their limits and hours shortly', () => {
    const texts = [45, 60, 90].map(durationText);
    expect(texts.map((text) => text.replaceAll('mins', 'min'))).toEqual([
      '45 min',
      '1 hr',
      '1 hr 30 min',
    ]);
    expect(
      sameHours([
        { day: 'mon', from: '09:00', to: '18:00' },
        { day: 'fri', from: '09:00', to: '12:00' },
        { day: 'tue', from: '09:00', to: '18:00' },
      ]),
    ).toEqual([
      { times: '09:00–18:00', days: ['mon', 'tue'] },
      { times: '09:00–12:00', days: ['fri'] },
    ]);
  });

  it('change in their place, come at the end, and go', () => {
    const level = (id: number, name: string) => ({ id, name }) as SlaPolicy;
    const before = { policies: [level(1, 'a'), level(2, 'b')], departments: [] };
    const names = (id: number, policy: SlaPolicy | null) =>
      withLevel(before, id, policy)?.policies.map((one) => one.name);
    expect(names(1, level(1, 'x'))).toEqual(['x', 'b']);
    expect(names(3, level(3, 'c'))).toEqual(['a', 'b', 'c']);
    expect(names(1, null)).toEqual(['b']);
  });
});
