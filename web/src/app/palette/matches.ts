/* Marks and letter forms that people leave out or mix up while typing Arabic. */
function plain(text: string): string {
  return text
    .toLocaleLowerCase()
    .replace(/[\u064b-\u0652\u0670\u0640]/g, '')
    .replace(/[أإآ]/g, 'ا')
    .replace(/ى/g, 'ي')
    .replace(/ة/g, 'ه');
}

/** Every typed word must begin a word of the label, or stand inside one. */
export function matches(label: string, typed: string): boolean {
  const within = plain(label);
  return plain(typed)
    .split(/\s+/)
    .every((word) => within.includes(word));
}
