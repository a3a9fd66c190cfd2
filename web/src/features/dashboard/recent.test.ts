import { describe, expect, it } from 'vitest';
import type { Activity } from '@/lib/api';
import { priorityLink, todayLink } from './links';
import { recentOnly } from './recent';

const now = Date.parse('2026-11-21T10:00:00Z');
const at = (time: string) => ({ at: `2026-11-21T${time}:00Z`, id: 7 }) as unknown as Activity;

describe('recent activity', () => {
  it('forgets a line when its two hours are over', () => {
    const items = [at('08:00'), at('09:59'), at('08:01')];
    expect(recentOnly(items, now).map((item) => item.at.slice(11, 16))).toEqual(['09:59', '08:01']);
    expect(recentOnly(items, now + 60_000)).toHaveLength(1);
  });
});

describe('the rows behind a figure', () => {
  it('are those of today, of that status', () => {
    expect(todayLink()).toBe('/call-center-panel/orders?date=today&date_of=status');
    expect(todayLink('confirmed')).toBe(
      '/call-center-panel/orders?status=confirmed&date=today&date_of=status',
    );
  });

  it('are the open ones of high priority', () => {
    const query = new URLSearchParams(priorityLink().split('?')[1]);
    expect(query.get('priority')).toBe('high');
    expect(query.get('status')?.split(',')).not.toContain('confirmed');
  });
});
