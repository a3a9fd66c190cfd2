import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import i18next from 'i18next';
import { describe, expect, it } from 'vitest';

type Texts = { [key: string]: string | Texts };

const folder = resolve('src/lib/i18n');
const PLURAL = /_(zero|one|two|few|many|other)$/;
const AR_FORMS = ['few', 'many', 'one', 'other', 'two', 'zero'];
const EN_FORMS = ['one', 'other'];

function read(language: string, name: string): Map<string, string> {
  const flat = new Map<string, string>();
  const walk = (texts: Texts, path: string) => {
    for (const [key, value] of Object.entries(texts)) {
      if (typeof value === 'string') flat.set(path + key, value);
      else walk(value, `${path}${key}.`);
    }
  };
  walk(JSON.parse(readFileSync(join(folder, language, name), 'utf8')), '');
  return flat;
}

function forms(texts: Map<string, string>): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const key of texts.keys()) {
    const form = PLURAL.exec(key)?.[1];
    const stem = key.replace(PLURAL, '');
    if (form) found.set(stem, [...(found.get(stem) ?? []), form].sort());
  }
  return found;
}

const stems = (texts: Map<string, string>) =>
  [...new Set([...texts.keys()].map((key) => key.replace(PLURAL, '')))].sort();
const placeholders = (text: string): string[] => [...(text.match(/\{\{\w+\}\}/g) ?? [])].sort();

const names = readdirSync(join(folder, 'en')).sort();

describe('texts', () => {
  it('has the same files in both languages', () => {
    expect(readdirSync(join(folder, 'ar')).sort()).toEqual(names);
  });

  it.each(names)('%s: same keys, all plural forms, same placeholders', (name) => {
    const en = read('en', name);
    const ar = read('ar', name);
    expect(stems(ar)).toEqual(stems(en));
    for (const [stem, found] of forms(en)) expect(found, `en ${stem}`).toEqual(EN_FORMS);
    for (const [stem, found] of forms(ar)) expect(found, `ar ${stem}`).toEqual(AR_FORMS);
    for (const [key, text] of ar) {
      expect(text.trim(), `ar ${key}`).not.toBe('');
      const source = en.get(key) ?? en.get(key.replace(PLURAL, '_other')) ?? '';
      const missing = placeholders(source).filter((one) => !placeholders(text).includes(one));
      // "One order" and "two orders" say the number in words; `shown` is the formatted count.
      const spelled = /_(zero|one|two)$/.test(key) ? ['{{count}}', '{{shown}}'] : [];
      expect(
        missing.filter((one) => !spelled.includes(one)),
        `ar ${key}`,
      ).toEqual([]);
      const unknown = placeholders(text).filter((one) => !placeholders(source).includes(one));
      expect(unknown, `ar ${key}`).toEqual([]);
    }
  });

  it.each(names)('%s: Arabic is in Arabic script', (name) => {
    const latinOnly = [...read('ar', name)].filter(([, text]) => {
      const words = text.replace(/\{\{\w+\}\}/g, '').replace(/[^A-Za-z\u0600-\u06ff]/g, '');
      return words !== '' && !/[\u0600-\u06ff]/.test(words);
    });
    const allowed = ['language.switch', 'settings.language_en'];
    expect(latinOnly.filter(([key]) => !allowed.includes(key))).toEqual([]);
  });

  it('chooses among six Arabic forms', async () => {
    const other = i18next.createInstance();
    const common = JSON.parse(readFileSync(join(folder, 'ar', 'common.json'), 'utf8'));
    await other.init({ lng: 'ar', resources: { ar: { common } }, defaultNS: 'common' });
    const said = [0, 1, 2, 3, 11, 100].map((count) => other.t('live.recovered', { count }));
    expect(new Set(said).size).toBe(6);
    expect(said[2]).toContain('حدثان');
    expect(said[4]).toContain('11 حدثاً');
  });
});

function sources(path: string): string[] {
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
    const full = join(path, entry.name);
    if (entry.isDirectory()) return sources(full);
    return /\.tsx?$/.test(entry.name) && !entry.name.includes('.test.') ? [full] : [];
  });
}

describe('keys in the source', () => {
  it('exist in the files', () => {
    const texts = new Map(names.map((name) => [name.replace('.json', ''), read('en', name)]));
    const has = (namespace: string, key: string) => {
      const found = texts.get(namespace);
      return found?.has(key) || found?.has(`${key}_other`) || false;
    };
    const missing: string[] = [];
    const files = sources(resolve('src'));
    // A component that is told whose texts it speaks must find its keys with each of them.
    const given = files.flatMap((path) =>
      [...readFileSync(path, 'utf8').matchAll(/^ {2}texts: '(\w+)',$/gm)].map(([, name]) => name),
    );
    for (const path of files) {
      const code = readFileSync(path, 'utf8');
      const used = [...code.matchAll(/useTranslation\(\s*\[?'(\w+)'/g)].map(([, name]) => name);
      const isTold = /useTranslation\(\s*\[?(?:source\.)?texts\b/.test(code);
      for (const [, key = ''] of code.matchAll(/\bt\(\s*'([^']+)'/g)) {
        const [namespace, rest] = key.includes(':') ? key.split(':') : [null, key];
        const among = namespace ? [namespace] : used;
        const everywhere =
          isTold && !namespace && given.every((name) => has(name ?? '', rest ?? ''));
        if (!everywhere && !among.some((name) => has(name ?? '', rest ?? ''))) {
          missing.push(`${path}: ${key}`);
        }
      }
    }
    expect(missing).toEqual([]);
  });
});
