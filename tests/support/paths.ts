/* Where the program under test and its templates are. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');
export const hatif = process.env.HATIF_BIN ?? join(root, 'build/test/hatif');
/** Of every demo user. */
export const password = 'correct-horse-9';

/** A new empty folder that the system may clean up. */
export function temporary(name: string): string {
  return mkdtempSync(join(tmpdir(), `hatif-${name}-`));
}

/** One installation key for all copies of the demo data, so that sealed values stay readable. */
export const secretKey = 'a5'.repeat(32);
