import type { TextKey } from './i18n';
import type { Department, Details, FieldName, Fields } from './types';

/** What is wrong with which field, in words that are looked up. */
export type Wrong = Partial<Record<FieldName | 'message', TextKey>>;

const EMAIL = /^\S+@[^\s@]+\.[^\s@]+$/;

export interface Draft extends Details {
  message: string;
}

/** What can be said before the server is asked. */
export function wrongIn(draft: Draft, fields: Fields, departments: readonly Department[]): Wrong {
  const wrong: Wrong = {};
  for (const name of ['name', 'email', 'phone', 'department'] as const) {
    if (name === 'department' && departments.length === 0) continue;
    if (fields[name] === 'required' && draft[name].trim() === '') wrong[name] = 'required';
  }
  if (!wrong.email && draft.email.trim() && !EMAIL.test(draft.email.trim())) {
    wrong.email = 'bad_email';
  }
  if (draft.message.trim() === '') wrong.message = 'required';
  return wrong;
}

/** A chat that begins by writing: nothing is asked before. */
export function asksNothing(fields: Fields, departments: readonly Department[]): boolean {
  const { name, email, phone, department } = fields;
  const chosen = department !== 'off' && departments.length > 0;
  return [name, email, phone].every((need) => need === 'off') && !chosen;
}
