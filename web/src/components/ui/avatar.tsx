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

export function Avatar({ name, className }: { name: string; className?: string }) {
  const sum = [...name].reduce((total, letter) => total + (letter.codePointAt(0) ?? 0), 0);
  return (
    <span
      aria-hidden
      className={cx(
        'inline-grid size-8 shrink-0 place-items-center rounded-full text-xs font-semibold',
        colours[sum % colours.length],
        className,
      )}
    >
      {initials(name)}
    </span>
  );
}
