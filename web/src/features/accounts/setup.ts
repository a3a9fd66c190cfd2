import { api, call } from '@/lib/api';

export interface SetupDraft {
  company: string;
  code: string;
  timeZone: string;
  currency: string;
  country: string;
  language: string;
  name: string;
  username: string;
  email: string;
}

export type SetupField = keyof SetupDraft | 'password';

/** The token behind '#' of the link: `#token=…`, or the token alone. */
export function tokenOf(hash: string): string {
  const text = hash.replace(/^#/, '');
  return (new URLSearchParams(text).get('token') ?? (text.includes('=') ? '' : text)).trim();
}

/** "Gulf Commerce" -> "gulf-commerce"; nothing for a name without Latin letters. */
export function codeOf(company: string): string {
  return company
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, 32)
    .replace(/-+$/, '');
}

/** Keys of texts, by field; the server checks again and better. */
export function checkSetup(draft: SetupDraft): Partial<Record<SetupField, string>> {
  const errors: Partial<Record<SetupField, string>> = {};
  if (!draft.company.trim()) errors.company = 'setup.error.company';
  if (!/^[a-z][a-z0-9-]{1,31}$/.test(draft.code.trim())) errors.code = 'setup.error.code';
  if (!draft.name.trim()) errors.name = 'setup.error.name';
  if (!/^\S{2,64}$/.test(draft.username.trim())) errors.username = 'setup.error.username';
  return errors;
}

/* `name` is the name of the company and of the person alike; both were checked before. */
const SERVER_FIELDS: Record<string, SetupField> = {
  name: 'company',
  code: 'code',
  time_zone: 'timeZone',
  currency: 'currency',
  default_country: 'country',
  language: 'language',
  username: 'username',
  email: 'email',
  'admin.password': 'password',
  password: 'password',
};

/** The server's complaints (422, 409) by our fields; those about nothing on the page are left out. */
export function setupErrorsFrom(
  fields: Record<string, string[]>,
): Partial<Record<SetupField, string>> {
  const errors: Partial<Record<SetupField, string>> = {};
  for (const [theirs, texts] of Object.entries(fields)) {
    const own = SERVER_FIELDS[theirs];
    if (own && texts[0]) errors[own] ??= texts[0];
  }
  return errors;
}

/** Makes the first company and its administrator; the token is used up by it. */
export function setUp(token: string, draft: SetupDraft, password: string) {
  const email = draft.email.trim();
  return call(
    api.POST('/api/setup', {
      body: {
        token,
        company: {
          name: draft.company.trim(),
          code: draft.code.trim(),
          time_zone: draft.timeZone,
          currency: draft.currency,
          default_country: draft.country,
          language: draft.language,
        },
        admin: {
          name: draft.name.trim(),
          username: draft.username.trim(),
          password,
          ...(email ? { email } : {}),
        },
      },
    }),
  );
}
