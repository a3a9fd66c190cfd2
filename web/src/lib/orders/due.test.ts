import { beforeEach, describe, expect, it } from 'vitest';
import { setTimeZone } from '@/lib/format';
import { i18n } from '@/lib/i18n';
import { orderOf } from '@/test/orders';
import { ageLabel, dayLabel, dueTime } from './due';

const now = Date.parse('2026-11-21T10:00:00Z');

beforeEach(() => setTimeZone('Asia/Dubai'));

describe('the one time of an order', () => {
  it('is how long it has been as it is', () => {
    expect(dueTime(orderOf(), now)).toEqual({
      kind: 'age',
      at: '2026-11-21T08:00:00.000Z',
      overdue: false,
    });
  });

  it('is the moment it was postponed to, also when that is over', () => {
    const at = (next: string) => orderOf({ status: 'postponed', next_attempt_at: next });
    expect(dueTime(at('2026-11-22T08:00:00Z'), now)).toMatchObject({ kind: 'due', overdue: false });
    expect(dueTime(at('2026-11-21T09:00:00Z'), now)).toMatchObject({ kind: 'due', overdue: true });
  });

  it('tells an attempt that should have been made', () => {
    const order = orderOf({ next_attempt_at: '2026-11-21T09:30:00Z' });
    expect(dueTime(order, now)).toMatchObject({ kind: 'due', overdue: true });
  });

  it('is the expected day only while there is work to do', () => {
    const expected = { expected_at: '2026-11-23T08:00:00Z' };
    expect(dueTime(orderOf({ ...expected, status: 'new' }), now).kind).toBe('due');
    expect(dueTime(orderOf({ ...expected, status: 'closed' }), now).kind).toBe('age');
  });
});

describe('its words', () => {
  it('are short in English', () => {
    expect(ageLabel('2026-11-21T08:00:00Z', now)).toBe('2h ago');
    expect(ageLabel('2026-11-21T09:59:40Z', now)).toBe('Now');
    expect(dayLabel('2026-11-22T10:00:00Z', now)).toBe('Tomorrow');
    expect(dayLabel('2026-11-21T12:00:00Z', now)).toBeNull();
    expect(dayLabel('2026-11-25T12:00:00Z', now)).toBeNull();
  });

  it('go by the day of the company, not of the workstation', () => {
    // 20:30 UTC is half past midnight of the next day in Dubai.
    expect(dayLabel('2026-11-21T20:30:00Z', now)).toBe('Tomorrow');
  });

  it('are Arabic in Arabic', async () => {
    await i18n.changeLanguage('ar');
    expect(ageLabel('2026-11-21T08:00:00Z', now)).toBe('قبل ساعتين');
    expect(dayLabel('2026-11-22T10:00:00Z', now)).toBe('غدًا');
    await i18n.changeLanguage('en');
  });
});
