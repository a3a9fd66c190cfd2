import { History } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { LineChip, PhoneStatusChip } from '@/components/phone/look-chip';
import { Drawer } from '@/components/ui/drawer';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Timer } from '@/components/ui/timer';
import type { Extension } from '@/lib/api';
import { formatTime, formatTimer } from '@/lib/format';
import { useExtensionHistory } from '../api';

/** What the phone did today, newest first, and for how long. */
export function HistoryDrawer({
  extension,
  onClose,
}: {
  extension: Extension;
  onClose: () => void;
}) {
  const { t } = useTranslation('telephony');
  const history = useExtensionHistory(extension.id);
  return (
    <Drawer
      open
      onClose={onClose}
      width="small"
      title={t('extensions.history', { number: extension.extension })}
    >
      <h3 className="px-4 pt-3 text-sm text-ink-3">{t('extensions.today')}</h3>
      {history.isPending && <SkeletonRows rows={5} rowClassName="h-10" />}
      {history.isError && (
        <ErrorState
          title={t('extensions.history_failed')}
          error={history.error}
          onRetry={() => void history.refetch()}
        />
      )}
      {history.data?.length === 0 && <Empty icon={History} title={t('extensions.history_empty')} />}
      <ul className="px-4 pb-4">
        {history.data?.map((stay) => (
          <li
            key={`${stay.started_at}-${stay.line_state}-${stay.registration}`}
            className="flex flex-wrap items-center gap-2 border-b border-line py-2 text-sm last:border-b-0"
          >
            <time dateTime={stay.started_at} className="num ltr w-16">
              {formatTime(stay.started_at)}
            </time>
            <PhoneStatusChip status={stay.status} />
            {stay.status === 'online' && <LineChip line={stay.line_state} />}
            <span className="ms-auto">
              {stay.ended_at ? (
                <span className="num ltr">{formatTimer(stay.duration_seconds)}</span>
              ) : (
                <Timer since={stay.started_at} />
              )}
            </span>
          </li>
        ))}
      </ul>
    </Drawer>
  );
}
