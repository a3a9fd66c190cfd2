import { Cable } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { PhoneStatusChip } from '@/components/phone/look-chip';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Timer } from '@/components/ui/timer';
import { useTrunks } from '../api';

/** The lines to the outside, and since when each is what it is. */
export function TrunksView() {
  const { t } = useTranslation('telephony');
  const trunks = useTrunks();
  if (trunks.isPending) return <SkeletonRows rows={3} rowClassName="h-12" />;
  if (trunks.isError && !trunks.data)
    return (
      <ErrorState
        title={t('trunks.failed')}
        error={trunks.error}
        onRetry={() => void trunks.refetch()}
      />
    );
  if (trunks.data?.length === 0)
    return <Empty icon={Cable} title={t('trunks.empty')} text={t('trunks.empty_text')} />;
  return (
    <ul
      aria-label={t('extensions.trunks')}
      className="m-4 max-w-3xl rounded-lg border border-line bg-surface"
    >
      {trunks.data?.map((trunk) => (
        <li
          key={trunk.id}
          className="flex flex-wrap items-center gap-3 border-b border-line px-4 py-2 last:border-b-0"
        >
          <div className="min-w-0 flex-1">
            <span className="block font-semibold">
              <bdi>{trunk.name}</bdi>
            </span>
            <bdi className="ltr text-xs text-ink-3">{trunk.endpoint}</bdi>
          </div>
          <PhoneStatusChip status={trunk.state} />
          <Timer since={trunk.state_changed_at} className="text-sm text-ink-3" />
        </li>
      ))}
    </ul>
  );
}
