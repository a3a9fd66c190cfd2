import type { TeamMember } from '@/lib/api';

/** Somebody who can be named in a note. */
export type Mentionable = Pick<TeamMember, 'id' | 'name' | 'code'>;

/** What is typed of a name: from the last "@" before the caret, where a word begins there. */
export function mentionAt(text: string, caret: number): { from: number; typed: string } | null {
  const found = /(?:^|\s)@([^\s@]*(?: [^\s@]*)?)$/u.exec(text.slice(0, caret));
  if (!found) return null;
  const typed = found[1] ?? '';
  return { from: caret - typed.length - 1, typed };
}

const MOST = 6;

/** Whose name begins so, or has a word that does. */
export function matching<T extends Mentionable>(people: readonly T[], typed: string): T[] {
  const needle = typed.toLocaleLowerCase();
  const rank = ({ name, code }: Mentionable) => {
    const whole = name.toLocaleLowerCase();
    if (whole.startsWith(needle)) return 0;
    if (whole.split(/\s+/).some((word) => word.startsWith(needle))) return 1;
    return code.toLocaleLowerCase().startsWith(needle) ? 2 : 3;
  };
  return people
    .filter((one) => rank(one) < 3)
    .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name))
    .slice(0, MOST);
}

/** The note with the name in the place of what was typed of it, and where the caret is then. */
export function withMention(text: string, at: { from: number; typed: string }, name: string) {
  const rest = text.slice(at.from + 1 + at.typed.length).replace(/^ /, '');
  const put = `@${name} `;
  return { text: text.slice(0, at.from) + put + rest, caret: at.from + put.length };
}

/** Codes of those whose "@Name" stands in the note; a longer name is not taken for a shorter one. */
export function mentionedIn(text: string, people: readonly Mentionable[]): string[] {
  let rest = text;
  const found: string[] = [];
  for (const one of [...people].sort((a, b) => b.name.length - a.name.length)) {
    const named = `@${one.name}`;
    if (!rest.includes(named)) continue;
    found.push(one.code);
    rest = rest.replaceAll(named, '');
  }
  return found;
}
