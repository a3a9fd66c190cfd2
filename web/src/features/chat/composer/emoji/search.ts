/** An emoji with its names and the words people look for it by, in both languages. */
export interface Emoji {
  emoji: string;
  en: string;
  ar: string;
  words: string;
}

/** The groups in the order of the file. */
export const GROUPS = [
  'smileys',
  'people',
  'animals',
  'food',
  'travel',
  'activities',
  'objects',
  'symbols',
  'flags',
] as const;
export type EmojiGroup = (typeof GROUPS)[number];

export type Section = { group: EmojiGroup | 'recent'; emojis: readonly Emoji[] };

/** One list a group; of each emoji itself, its English and Arabic name, and words for either. */
export type EmojiData = readonly (readonly (readonly string[])[])[];

export function sectionsOf(data: EmojiData): Section[] {
  return GROUPS.map((group, at) => ({
    group,
    emojis: (data[at] ?? []).map(([emoji = '', en = '', ar = '', words = '']) => ({
      emoji,
      en,
      ar,
      words,
    })),
  }));
}

/* Letters that people write in more than one way, and the marks that nobody types. */
export function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[\u064b-\u0652\u0640]/g, '')
    .replace(/[أإآ]/g, 'ا')
    .replace(/ى/g, 'ي')
    .replace(/ة/g, 'ه');
}

const found = new WeakMap<Emoji, string>();

function textOf(emoji: Emoji): string {
  let text = found.get(emoji);
  if (text === undefined) {
    text = ` ${plain(`${emoji.en} ${emoji.ar} ${emoji.words}`)}`;
    found.set(emoji, text);
  }
  return text;
}

/** Those of which each typed word begins a word, in either language. */
export function searchEmojis(sections: readonly Section[], typed: string): Section[] {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...sections];
  return sections
    .map(({ group, emojis }) => ({
      group,
      emojis: emojis.filter((emoji) => words.every((word) => textOf(emoji).includes(` ${word}`))),
    }))
    .filter(({ emojis }) => emojis.length > 0);
}

/** Lines of the grid: a heading, or some emojis side by side. */
export type GridLine =
  | { kind: 'heading'; group: Section['group'] }
  | { kind: 'emojis'; emojis: readonly Emoji[] };

export function linesOf(sections: readonly Section[], columns: number): GridLine[] {
  return sections.flatMap(({ group, emojis }) => {
    const lines: GridLine[] = [{ kind: 'heading', group }];
    for (let at = 0; at < emojis.length; at += columns) {
      lines.push({ kind: 'emojis', emojis: emojis.slice(at, at + columns) });
    }
    return lines;
  });
}
