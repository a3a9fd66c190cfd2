/** What is typed to find a response: its place in the text, and the word behind the sign. */
export interface Slash {
  from: number;
  typed: string;
}

/** What the key of "/" writes on an Arabic keyboard. */
export const ARABIC_SLASH = 'ظ';

/** From the last "/" before the caret, where a word begins there; a blank ends it. */
export function slashAt(text: string, caret: number): Slash | null {
  const found = /(?:^|\s)\/([^\s/]{0,40})$/u.exec(text.slice(0, caret));
  if (!found) return null;
  const typed = found[1] ?? '';
  return { from: caret - typed.length - 1, typed };
}

/** The same for the key of "/" with an Arabic layout, which writes a letter: it may be one, too. */
export function arabicSlashAt(text: string, caret: number): Slash | null {
  const before = text.slice(0, caret);
  if (!before.startsWith(ARABIC_SLASH) || /\s/u.test(before)) return null;
  return { from: 0, typed: before.slice(ARABIC_SLASH.length) };
}

/** The text with the response in the place of what was typed to find it. */
export function withResponse(text: string, at: Slash, body: string): string {
  return text.slice(0, at.from) + body + text.slice(at.from + 1 + at.typed.length);
}
