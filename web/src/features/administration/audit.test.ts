import { describe, expect, it } from 'vitest';
import { actorKey, changedFields, otherFields, subjectKey, subjectName } from './audit';

describe('the audit log', () => {
  it('shows what differs, and nothing that always does', () => {
    const detail = {
      before: { name: 'A', scope: 'own', permissions: ['x'], version: 1, ends_at: null },
      after: { name: 'B', scope: 'own', permissions: ['x', 'y'], version: 2, ends_at: '2026' },
    };
    expect(changedFields(detail)).toEqual([
      { field: 'name', before: 'A', after: 'B' },
      { field: 'permissions', before: '["x"]', after: '["x","y"]' },
      { field: 'ends_at', before: '', after: '2026' },
    ]);
  });

  it('shows all of a row that was made, and what else was noted', () => {
    expect(changedFields({ after: { name: 'B' } })).toEqual([
      { field: 'name', before: '', after: 'B' },
    ]);
    expect(otherFields({ rows: 3, complete: true, status: null, after: {} })).toEqual([
      { field: 'rows', before: '', after: '3' },
      { field: 'complete', before: '', after: 'true' },
    ]);
    expect(changedFields({})).toEqual([]);
  });

  it('names who did it as the filter does', () => {
    const row = { id: 1, at: '', action: '', subject_type: null, subject_id: null } as const;
    const rest = { ...row, detail: {}, ip: null, request_id: null };
    expect(actorKey({ ...rest, actor: { kind: 'user', id: 7, name: 'A' } })).toBe('7');
    expect(actorKey({ ...rest, actor: { kind: 'api_key', id: 3, name: 'K' } })).toBe('key-3');
    expect(actorKey({ ...rest, actor: { kind: 'system', id: null, name: null } })).toBe('system');
  });

  it('calls a thing by the name that the row knows, and by its number as the filter does', () => {
    const row = { id: 1, at: '', action: '', ip: null, request_id: null } as const;
    const actor = { kind: 'user', id: 7, name: 'A' } as const;
    const about = (detail: unknown) => ({
      ...row,
      actor,
      subject_type: 'role',
      subject_id: 9,
      detail,
    });
    expect(subjectName(about({ before: { name: 'Old' }, after: { name: 'New' } }))).toBe('New');
    expect(subjectName(about({ before: { title: 'Gone' } }))).toBe('Gone');
    expect(subjectName(about({ rows: 3 }))).toBeNull();
    expect(subjectKey(about({}))).toBe('role:9');
    expect(subjectKey({ ...about({}), subject_id: null })).toBeNull();
  });
});
