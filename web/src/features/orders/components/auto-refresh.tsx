import { useTranslation } from 'react-i18next';
import { cx } from '@/lib/cx';
import { usePreferences } from '@/lib/preferences';

/** Live updates on or off, remembered with the account. */
export function AutoRefresh() {
  const { t } = useTranslation('orders');
  const on = usePreferences((state) => state.autoRefresh);
  return (
    <button
      type="button"
      role="switch"
      aria-checked={on}
      onClick={() => usePreferences.getState().set({ autoRefresh: !on })}
      className="inline-flex h-(--ctl-h) items-center gap-2 rounded-md px-2 text-sm text-ink-2 hover:bg-sunken hover:text-ink"
    >
      <span
        aria-hidden
        className={cx(
          'flex h-4 w-7 items-center rounded-full border p-px',
          on
            ? 'justify-end border-accent bg-accent'
            : 'justify-start border-line-strong bg-surface',
        )}
      >
        <span className={cx('size-3 rounded-full', on ? 'bg-accent-fg' : 'bg-line-strong')} />
      </span>
      {t('list.auto_refresh')}
    </button>
  );
}
