import { describe, expect, it } from 'vitest';
import {
  bodyOfField,
  checkField,
  checkTag,
  codeOf,
  draftOfField,
  draftOfTag,
  newOption,
} from './draft';

const option = (name_en: string, value = '') => ({ ...newOption(), name_en, value });

describe('drafts of fields and tags', () => {
  it('makes a key of a name', () => {
    expect(codeOf('Best time to call?')).toBe('best_time_to_call');
    expect(codeOf('Café')).toBe('cafe');
    expect(codeOf('رقم العضوية')).toBe('');
    expect(codeOf('x'.repeat(50))).toHaveLength(32);
  });

  it('asks for a name, a key, and something to choose from', () => {
    const draft = draftOfField(null, 4);
    expect(draft.position).toBe('5');
    expect(checkField(draft)).toEqual({ name_en: 'need_name', key: 'need_key' });
    expect(checkField({ ...draft, name_ar: 'رقم', key: 'Not Good' })).toEqual({ key: 'need_key' });
    expect(checkField({ ...draft, name_ar: 'رقم', key: 'no', type: 'choice' })).toEqual({
      options: 'need_options',
    });
    expect(checkTag({ ...draftOfTag(null), name_en: 'VIP', code: 'vip' })).toEqual({});
  });

  it('keeps values of choices, and makes new ones that nobody has', () => {
    const draft = {
      ...draftOfField(null, 0),
      key: 'time',
      name_en: 'Time',
      type: 'choice' as const,
      options: [option('Early', 'morning'), option('Morning'), option('Morning'), option(' ')],
    };
    const { options } = bodyOfField(draft);
    expect(options?.map(({ value }) => value)).toEqual(['morning', 'morning_2', 'morning_3']);
    expect(bodyOfField({ ...draft, type: 'text' })).not.toHaveProperty('options');
  });
});
