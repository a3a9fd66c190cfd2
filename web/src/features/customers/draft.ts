import type { CustomerField, CustomerTag } from '@/lib/api';

export const FIELD_TYPES = ['text', 'number', 'date', 'choice', 'boolean'] as const;
export const TONES = ['neutral', 'info', 'success', 'warning', 'danger', 'violet'] as const;

export interface OptionDraft {
  /** Empty for a new one: its value follows from its name when it is saved. */
  value: string;
  name_en: string;
  name_ar: string;
  /** Only for lists on the page. */
  id: number;
}

export interface FieldDraft {
  key: string;
  /** Somebody wrote the key: it follows the name no longer. */
  keyed: boolean;
  name_en: string;
  name_ar: string;
  type: CustomerField['type'];
  options: OptionDraft[];
  position: string;
  required: boolean;
  active: boolean;
}

export interface TagDraft {
  code: string;
  keyed: boolean;
  name_en: string;
  name_ar: string;
  tone: CustomerTag['tone'];
  active: boolean;
}

export type Problem = 'need_name' | 'need_key' | 'need_options';
export type Problems = Partial<Record<'name_en' | 'key' | 'options', Problem>>;

const CODE = /^[a-z0-9_-]{1,32}$/;

/** "Best time to call" is best_time_to_call; of an Arabic name nothing is left. */
export function codeOf(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .slice(0, 32)
    .replace(/^_+|_+$/g, '');
}

let made = 0;

export function newOption(): OptionDraft {
  made += 1;
  return { value: '', name_en: '', name_ar: '', id: made };
}

export function draftOfField(field: CustomerField | null, last: number): FieldDraft {
  if (!field) {
    return {
      key: '',
      keyed: false,
      name_en: '',
      name_ar: '',
      type: 'text',
      options: [newOption(), newOption()],
      position: String(last + 1),
      required: false,
      active: true,
    };
  }
  const { key, name_en, name_ar, type, position, required, active } = field;
  const options = field.options.map((option) => ({ ...newOption(), ...option }));
  return {
    key,
    keyed: true,
    name_en,
    name_ar,
    type,
    options,
    position: String(position),
    required,
    active,
  };
}

export function draftOfTag(tag: CustomerTag | null): TagDraft {
  if (!tag) {
    return { code: '', keyed: false, name_en: '', name_ar: '', tone: 'neutral', active: true };
  }
  const { code, name_en, name_ar, tone, active } = tag;
  return { code, keyed: true, name_en, name_ar, tone, active };
}

const isNamed = ({ name_en, name_ar }: { name_en: string; name_ar: string }) =>
  Boolean(name_en.trim() || name_ar.trim());

function problemsOfNames(draft: { name_en: string; name_ar: string }, code: string): Problems {
  const problems: Problems = {};
  if (!isNamed(draft)) problems.name_en = 'need_name';
  if (!CODE.test(code)) problems.key = 'need_key';
  return problems;
}

export function checkField(draft: FieldDraft): Problems {
  const problems = problemsOfNames(draft, draft.key);
  if (draft.type === 'choice' && !draft.options.some(isNamed)) problems.options = 'need_options';
  return problems;
}

export function checkTag(draft: TagDraft): Problems {
  return problemsOfNames(draft, draft.code);
}

/* Values stay what they are; a new one is made of its name, or counted where none can be. */
function valuesOf(options: OptionDraft[]) {
  const taken = new Set(options.map(({ value }) => value));
  return options.filter(isNamed).map(({ value, name_en, name_ar }) => {
    let code = value || codeOf(name_en) || 'choice';
    for (let n = 2; !value && taken.has(code); n++) code = `${codeOf(name_en) || 'choice'}_${n}`;
    taken.add(code);
    return { value: code.slice(0, 32), name_en: name_en.trim(), name_ar: name_ar.trim() };
  });
}

export function bodyOfField(draft: FieldDraft) {
  const { key, type, required, active } = draft;
  const position = Number.parseInt(draft.position, 10);
  return {
    key,
    type,
    name_en: draft.name_en.trim(),
    name_ar: draft.name_ar.trim(),
    ...(type === 'choice' ? { options: valuesOf(draft.options) } : {}),
    ...(Number.isFinite(position) ? { position } : {}),
    required,
    active,
  };
}

export function bodyOfTag({ code, name_en, name_ar, tone, active }: TagDraft) {
  return { code, name_en: name_en.trim(), name_ar: name_ar.trim(), tone, active };
}
