import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve('src');

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

const files = sources(root).map((path) => ({
  name: relative(root, path),
  path,
  text: readFileSync(path, 'utf8'),
}));

function findAll(pattern: RegExp, text: string): string[] {
  return [...text.matchAll(pattern)].map((found) => found[0]);
}

/** Every place where the pattern occurs, as "file: what". */
function offenders(pattern: RegExp, among = files): string[] {
  return among.flatMap((file) =>
    findAll(pattern, file.text).map((found) => `${file.name}: ${found}`),
  );
}

const classLike = String.raw`(?<=["'\`\s:!-])`;
const physical = new RegExp(
  `${classLike}-?(?:(?:ml|mr|pl|pr|left|right|border-l|border-r|scroll-ml|scroll-mr)-[\\w[(/.]+|text-left|text-right|float-left|float-right|rounded-(?:l|r|tl|tr|bl|br)(?:-\\w+)?)(?=["'\`\\s])`,
  'g',
);

describe('conventions of the source', () => {
  it('finds physical utilities where there are some', () => {
    for (const bad of [
      '"ml-2"',
      '"p-1 md:pr-4 x"',
      "'text-left'",
      '"-left-3"',
      '"rounded-tl-md"',
    ]) {
      expect(findAll(physical, bad), bad).toHaveLength(1);
    }
    for (const good of [
      '"ms-2 pe-4"',
      "'text-start'",
      '"border-line"',
      '"flex-1"',
      '"rounded-lg"',
    ]) {
      expect(findAll(physical, good), good).toHaveLength(0);
    }
  });

  it('keeps names of either script at the side where lines begin', () => {
    // A <bdi> that is a block begins where its own script does: wrap it in one that is the page's.
    expect(offenders(/<bdi className="[^"]*\bblock\b[^"]*"/g)).toEqual([]);
  });

  it('uses logical utilities only', () => {
    expect(offenders(physical)).toEqual([]);
  });

  it('uses token colours only', () => {
    const palette =
      /\b(?:bg|text|border|fill|stroke|outline|ring)-(?:red|orange|amber|yellow|lime|green|emerald|teal|cyan|sky|blue|indigo|violet|purple|fuchsia|pink|rose|slate|gray|zinc|neutral|stone)-\d{2,3}\b/g;
    const hex = /(?<=["'`[])#[0-9a-fA-F]{3,8}\b/g;
    expect([...offenders(palette), ...offenders(hex)]).toEqual([]);
  });

  it('shows no text that is not translated', () => {
    const components = files.filter((file) => file.name.endsWith('.tsx'));
    const jsxText = /(?<=<[a-zA-Z][^<>]*(?<!=)>)\s*[A-Za-z\u0600-\u06ff][^<>{}=;()]*(?=<\/)/g;
    const attributes =
      /\b(?:aria-label|title|placeholder|alt|label)="[^"]*[A-Za-z\u0600-\u06ff][^"]*"/g;
    expect([...offenders(jsxText, components), ...offenders(attributes, components)]).toEqual([]);
  });

  it('keeps features apart, and lib and components free of features', () => {
    const wrong: string[] = [];
    for (const file of files) {
      for (const [, target = ''] of file.text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)) {
        const path = target.startsWith('@/')
          ? join(root, target.slice(2))
          : target.startsWith('.')
            ? join(dirname(file.path), target)
            : null;
        if (!path) continue;
        const [area, feature] = file.name.split('/');
        const [toArea, toFeature] = relative(root, path).split('/');
        const outside = toArea === 'app' || (toArea === 'features' && toFeature !== feature);
        if (area === 'features' && outside) wrong.push(`${file.name}: ${target}`);
        const low = area === 'lib' || area === 'components';
        if (low && (toArea === 'app' || toArea === 'features')) {
          wrong.push(`${file.name}: ${target}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});
