import type { CallPolicies, SlaChange, SlaPolicy, WorkHours } from '@/lib/api';
import { formatNumber } from '@/lib/format';
import { WEEKDAYS, type Weekday } from '@/lib/hours';

export interface PoliciesDraft {
  assignment: CallPolicies['assignment'];
  no_response_attempts: string;
  attempt_pause_minutes: string;
  callback_days: Weekday[];
  callback_from: string;
  callback_to: string;
  company_hours: boolean;
  postpone_hours: string;
}

export function draftOfPolicies(policies: CallPolicies): PoliciesDraft {
  return {
    assignment: policies.assignment,
    no_response_attempts: String(policies.no_response_attempts),
    attempt_pause_minutes: String(policies.attempt_pause_minutes),
    callback_days: WEEKDAYS.filter((day) => policies.callback_days.includes(day)),
    callback_from: policies.callback_from,
    callback_to: policies.callback_to,
    company_hours: policies.company_hours,
    postpone_hours: String(policies.postpone_hours),
  };
}

const LIMITS = {
  no_response_attempts: 20,
  attempt_pause_minutes: 1440,
  postpone_hours: 720,
} as const;
export type NumberField = keyof typeof LIMITS;

export function limitOf(field: NumberField): number {
  return LIMITS[field];
}

export type PoliciesErrors = Partial<Record<keyof PoliciesDraft, 'number' | 'days' | 'hours'>>;

export function checkPolicies(draft: PoliciesDraft): PoliciesErrors {
  const errors: PoliciesErrors = {};
  for (const field of Object.keys(LIMITS) as NumberField[]) {
    const text = draft[field].trim();
    if (!/^\d{1,4}$/.test(text) || Number(text) > LIMITS[field]) errors[field] = 'number';
  }
  if (draft.company_hours) return errors;
  if (draft.callback_days.length === 0) errors.callback_days = 'days';
  if (draft.callback_from >= draft.callback_to) errors.callback_to = 'hours';
  return errors;
}

export function bodyOfPolicies(draft: PoliciesDraft, version: number) {
  return {
    ...draft,
    no_response_attempts: Number(draft.no_response_attempts),
    attempt_pause_minutes: Number(draft.attempt_pause_minutes),
    postpone_hours: Number(draft.postpone_hours),
    version,
  };
}

/* ---- Service levels ---- */

export interface LevelDraft {
  name: string;
  priority: 'any' | 'normal' | 'high';
  /** 'any' or the department's id. */
  department: string;
  response_minutes: string;
  resolution_minutes: string;
  /** Null: all hours count. */
  hours: WorkHours[] | null;
  /** The company's count; then there are none of its own. */
  company_hours: boolean;
  is_active: boolean;
}

/** What a new calendar begins with; it is there to be changed. */
export const usualHours: WorkHours[] = (['mon', 'tue', 'wed', 'thu', 'fri'] as const).map(
  (day) => ({ day, from: '09:00', to: '18:00' }),
);

export function draftOfLevel(level: SlaPolicy | null): LevelDraft {
  return {
    name: level?.name ?? '',
    priority: level?.priority ?? 'any',
    department: level?.department ? String(level.department.id) : 'any',
    response_minutes: level?.response_minutes ? String(level.response_minutes) : '',
    resolution_minutes: level?.resolution_minutes ? String(level.resolution_minutes) : '',
    hours: level?.business_hours ?? null,
    company_hours: level?.company_hours ?? false,
    is_active: level?.is_active ?? true,
  };
}

const minutesOf = (text: string) => (text.trim() ? Number(text.trim()) : null);

export function bodyOfLevel(draft: LevelDraft): SlaChange {
  return {
    name: draft.name.trim(),
    priority: draft.priority === 'any' ? null : draft.priority,
    department_id: draft.department === 'any' ? null : Number(draft.department),
    response_minutes: minutesOf(draft.response_minutes),
    resolution_minutes: minutesOf(draft.resolution_minutes),
    business_hours: (draft.hours as SlaChange['business_hours']) ?? null,
    company_hours: draft.company_hours,
    is_active: draft.is_active,
  };
}

export type LevelErrors = Partial<Record<keyof LevelDraft, 'name' | 'minutes' | 'limit'>>;

export function checkLevel(draft: LevelDraft): LevelErrors {
  const errors: LevelErrors = {};
  if (!draft.name.trim()) errors.name = 'name';
  for (const field of ['response_minutes', 'resolution_minutes'] as const) {
    const text = draft[field].trim();
    if (text && (!/^[1-9]\d{0,4}$/.test(text) || Number(text) > 20_160)) errors[field] = 'minutes';
  }
  if (!draft.response_minutes.trim() && !draft.resolution_minutes.trim()) {
    errors.response_minutes = 'limit';
  }
  return errors;
}

/** "1 hr 30 min", as the language of the page writes it. */
export function durationText(minutes: number): string {
  const unit = (value: number, name: 'hour' | 'minute') =>
    formatNumber(value, { style: 'unit', unit: name, unitDisplay: 'short' });
  const parts: string[] = [];
  if (minutes >= 60) parts.push(unit(Math.floor(minutes / 60), 'hour'));
  if (minutes % 60 > 0) parts.push(unit(minutes % 60, 'minute'));
  return parts.join(' ');
}
