/* What people wrote, as text and nothing else; addresses in it lead somewhere. */

const ADDRESS = /\bhttps?:\/\/[^\s<>"'\u00a0]+/gi;
/** They end a sentence, not an address. */
const TAIL = /[.,;:!?)\]}،؛؟]+$/;

export interface Part {
  text: string;
  href: string | null;
}

export function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const href = match[0].replace(TAIL, '');
    if (match.index > at) parts.push({ text: text.slice(at, match.index), href: null });
    parts.push({ text: href, href });
    at = match.index + href.length;
  }
  if (at < text.length) parts.push({ text: text.slice(at), href: null });
  return parts;
}

export function Written({ text }: { text: string }) {
  return (
    <p class="written" dir="auto">
      {partsOf(text).map(({ text, href }, at) =>
        href ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: a text is drawn once, and its parts stay in their order
          <a key={at} href={href} target="_blank" rel="noopener noreferrer nofollow" dir="ltr">
            {text}
          </a>
        ) : (
          text
        ),
      )}
    </p>
  );
}
