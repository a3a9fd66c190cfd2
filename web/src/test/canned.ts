import type { CannedResponse } from '@/lib/api';

/** A response of one's own; what a test is about is given. */
export function responseOf(part: Partial<CannedResponse> = {}): CannedResponse {
  return {
    id: 1,
    title: 'Greeting',
    shortcut: 'hi',
    body: 'Hello {{customer_name}}',
    body_en: 'Hello {{customer_name}}',
    body_ar: null,
    category: '',
    tags: [],
    scope: 'personal',
    team: null,
    owner: { id: 1, name: 'Sarah' },
    use_count: 0,
    last_used_at: null,
    unknown: [],
    editable: true,
    created_at: '2026-11-01T08:00:00.000Z',
    updated_at: '2026-11-01T08:00:00.000Z',
    updated_by: 'Sarah',
    version: 1,
    ...part,
  };
}
