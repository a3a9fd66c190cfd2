import { describe, expect, it } from 'vitest';
import type { ManagedAnnouncement } from '@/lib/api';
import { audienceKey, draftOf, stateOf } from './announcements-api';

const row: ManagedAnnouncement = {
  id: 1,
  title: 'Stock-taking',
  body: '',
  priority: 'normal',
  audience: 'team',
  audience_id: 3,
  audience_code: null,
  audience_name: 'Sales',
  starts_at: '2026-11-28T08:00:00.000Z',
  ends_at: '2026-11-29T08:00:00.000Z',
  author: null,
  created_at: '2026-11-27T08:00:00.000Z',
  reads_count: 0,
  receivers_count: 4,
  version: 1,
};
const at = (text: string) => Date.parse(text);

describe('announcements', () => {
  it('are planned, shown and over by their times', () => {
    expect(stateOf(row, at('2026-11-28T07:59:59Z'))).toBe('planned');
    expect(stateOf(row, at('2026-11-28T08:00:00Z'))).toBe('shown');
    expect(stateOf(row, at('2026-11-29T08:00:00Z'))).toBe('over');
    expect(stateOf({ ...row, ends_at: null }, at('2030-01-01T00:00:00Z'))).toBe('shown');
  });

  it('are filled into the form and told apart by their audience', () => {
    expect(draftOf(row)).toMatchObject({ title: 'Stock-taking', audience: 'team-3' });
    expect(draftOf(null)).toMatchObject({ audience: audienceKey('all', null), ends: '' });
  });
});
