import { useState } from 'react';
import { cx } from '@/lib/cx';

const colours = [
  'bg-info-bg text-info',
  'bg-violet-bg text-violet',
  'bg-success-bg text-success',
  'bg-warning-bg text-warning',
];

/** Initials of the first two words. Arabic letters are kept from joining into another word. */
export function initials(name: string): string {
  const letters = name
    .trim()
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => [...word][0] ?? '');
  return letters.join(/[\u0600-\u06ff]/.test(name) ? '\u200c' : '');
}

interface AvatarProps {
  name: string;
  /** The picture of the person; without one, or when it cannot be had, the initials. */
  src?: string | null;
  className?: string;
}

export function Avatar({ name, src, className }: AvatarProps) {
  const [failed, setFailed] = useState<string | null>(null);
  const sum = [...name].reduce((total, letter) => total + (letter.codePointAt(0) ?? 0), 0);
  return (
    <span
      aria-hidden
      className={cx(
        'inline-grid size-8 shrink-0 place-items-center overflow-hidden rounded-full text-xs font-semibold',
        colours[sum % colours.length],
        className,
      )}
    >
      {src && src !== failed ? (
        <img
          src={src}
          alt=""
          draggable={false}
          onError={() => setFailed(src)}
          className="size-full object-cover"
        />
      ) : (
        initials(name)
      )}
    </span>
  );
}
