import { useTranslation } from 'react-i18next';
import type { Schedule } from '@/lib/api';
import { cx } from '@/lib/cx';
import { formatSmart, formatTime } from '@/lib/format';
import type { Tone } from '@/lib/states';
import { kindLooks } from '../kinds';

const tones: Record<Tone, string> = {
  success: 'bg-success-bg text-success',
  warning: 'bg-warning-bg text-warning',
  danger: 'bg-danger-bg text-danger',
  info: 'bg-info-bg text-info',
  violet: 'bg-violet-bg text-violet',
  neutral: 'bg-neutral-bg text-neutral',
};

const DAY_MS = 86_400_000;

/** An entry: icon, word and time; it opens where it may be changed. */
export function EntryButton({ entry, onOpen }: { entry: Schedule; onOpen?: () => void }) {
  const { t } = useTranslation('team');
  const { icon: Icon, tone, label } = kindLooks[entry.kind];
  const long = Date.parse(entry.ends_at) - Date.parse(entry.starts_at) >= DAY_MS;
  const content = (
    <>
      <span className="flex items-center gap-1 font-semibold">
        <Icon aria-hidden size={13} className="shrink-0" />
        <span className="truncate">{t(label)}</span>
      </span>
      <span className="num">
        {long
          ? t('schedules.until', { time: formatSmart(entry.ends_at) })
          : t('schedules.from_to', {
              from: formatTime(entry.starts_at),
              to: formatTime(entry.ends_at),
            })}
      </span>
      {entry.note && (
        <span dir="auto" className="truncate">
          {entry.note}
        </span>
      )}
    </>
  );
  const look = cx(
    'flex min-w-0 flex-col gap-0.5 rounded-md px-1.5 py-1 text-start text-xs',
    tones[tone],
  );
  if (!onOpen) return <div className={look}>{content}</div>;
  return (
    <button
      type="button"
      data-entry-id={entry.id}
      onClick={onOpen}
      className={cx(look, 'hover:underline pointer-coarse:min-h-11')}
    >
      {content}
    </button>
  );
}
