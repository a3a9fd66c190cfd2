import { Fragment } from 'react';

const LINK = /\bhttps?:\/\/[^\s<>"'()[\]{}]+[^\s<>"'()[\]{}.,;:!?…،؛؟]/g;

export type Piece = { text: string; isLink: boolean };

/** The text in pieces, so that its addresses can be followed; it never becomes HTML. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const { 0: link, index } of text.matchAll(LINK)) {
    if (index > from) pieces.push({ text: text.slice(from, index), isLink: false });
    pieces.push({ text: link, isLink: true });
    from = index + link.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), isLink: false });
  return pieces;
}

/** What somebody wrote, each paragraph in its own direction. */
export function Written({ text }: { text: string }) {
  return (
    <p dir="auto" className="wrap-anywhere whitespace-pre-wrap [unicode-bidi:plaintext]">
      {piecesOf(text).map((piece, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other name
        <Fragment key={at}>
          {piece.isLink ? (
            <a
              href={piece.text}
              target="_blank"
              rel="noopener noreferrer nofollow"
              className="text-accent underline"
            >
              {piece.text}
            </a>
          ) : (
            piece.text
          )}
        </Fragment>
      ))}
    </p>
  );
}
