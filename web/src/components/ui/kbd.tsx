import { cx } from '@/lib/cx';
import { comboText } from '@/lib/shortcuts/keys';

/** The keys of a shortcut as on the key caps; spoken through aria-keyshortcuts, not from here. */
export function Kbd({ keys, className }: { keys: string; className?: string }) {
  return (
    <kbd
      aria-hidden
      className={cx(
        'ltr rounded-sm border border-current/30 px-1 font-sans text-2xs font-normal',
        className,
      )}
    >
      {comboText(keys)}
    </kbd>
  );
}
