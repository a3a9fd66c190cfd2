import type { AuditRow } from '@/lib/api';

export interface ChangedField {
  field: string;
  before: string;
  after: string;
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** What moves with every change and says nothing by itself. */
const ALWAYS = ['version', 'updated_at'];

/** The fields of a row that differ between what was before and what came after. */
export function changedFields(detail: AuditRow['detail']): ChangedField[] {
  const before = objectOf(objectOf(detail).before);
  const after = objectOf(objectOf(detail).after);
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((field) => !ALWAYS.includes(field))
    .map((field) => ({ field, before: textOf(before[field]), after: textOf(after[field]) }))
    .filter((row) => row.before !== row.after);
}

/** What else was noted, beside before and after. */
export function otherFields(detail: AuditRow['detail']): ChangedField[] {
  return Object.entries(objectOf(detail))
    .filter(([field, value]) => field !== 'before' && field !== 'after' && value !== null)
    .map(([field, value]) => ({ field, before: '', after: textOf(value) }));
}

/** What the row itself calls its subject; the number stands where it has no name. */
export function subjectName({ detail }: AuditRow): string | null {
  const after = objectOf(objectOf(detail).after);
  const before = objectOf(objectOf(detail).before);
  for (const field of ['name', 'title', 'short_code', 'code', 'extension', 'username']) {
    const name = after[field] ?? before[field];
    if (typeof name === 'string' && name !== '') return name;
  }
  return null;
}

/** As the filter of the list names one thing: "role:7". */
export function subjectKey({ subject_type, subject_id }: AuditRow): string | null {
  return subject_type && subject_id !== null ? `${subject_type}:${subject_id}` : null;
}

/** As the filter of the list names who did it. */
export function actorKey({ actor }: AuditRow): string {
  if (actor.kind === 'system' || actor.id === null) return 'system';
  return actor.kind === 'api_key' ? `key-${actor.id}` : String(actor.id);
}
