import { PhoneCall } from 'lucide-react';
import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LineChip, PhoneStatusChip } from '@/components/phone/look-chip';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { SearchInput } from '@/components/ui/search-input';
import { Select } from '@/components/ui/select';
import { SkeletonRows } from '@/components/ui/skeleton';
import { PresenceChip } from '@/components/ui/state-chip';
import { Timer } from '@/components/ui/timer';
import { VirtualList } from '@/components/ui/virtual-list';
import type { Extension } from '@/lib/api';
import { formatNumber } from '@/lib/format';
import { useExtensions } from '@/lib/phones/api';
import { fits } from '@/lib/phones/filters';
import { PHONE_STATUSES } from '@/lib/phones/looks';
import { Panel } from './panel';

const ALL = 'all';
const ROW_HEIGHT = 58;

/** Every extension: is the phone there, what does its line do, is the person there, how long. */
export function PhonesPanel() {
  const { t } = useTranslation(['calls', 'telephony']);
  const extensions = useExtensions();
  const [search, setSearch] = useState('');
  const [status, setStatus] = useState(ALL);
  const rows = extensions.data?.filter((row) => row.is_active);
  const fitting = rows?.filter((row) => fits(row, search, status === ALL ? '' : status)) ?? [];
  const row = (extension: Extension) => <PhoneRow extension={extension} />;
  return (
    <Panel
      title={t('phones.title')}
      meta={rows && <span className="num text-sm text-ink-3">{formatNumber(rows.length)}</span>}
      head={
        rows &&
        rows.length > 0 && (
          <div className="flex flex-col gap-1.5 border-b border-line px-2 py-1.5">
            <SearchInput
              label={t('telephony:extensions.search')}
              value={search}
              onChange={setSearch}
            />
            <Select
              aria-label={t('telephony:extensions.status_filter')}
              value={status}
              onChange={setStatus}
              options={[
                { value: ALL, label: t('telephony:extensions.all') },
                ...PHONE_STATUSES.map((value) => ({
                  value,
                  label: t(`telephony:status.${value}`),
                })),
              ]}
            />
          </div>
        )
      }
    >
      {extensions.isPending && <SkeletonRows rows={8} rowClassName="h-14" />}
      {extensions.isError && !rows && (
        <ErrorState
          title={t('telephony:extensions.failed')}
          error={extensions.error}
          onRetry={() => void extensions.refetch()}
        />
      )}
      {rows?.length === 0 && (
        <Empty icon={PhoneCall} title={t('phones.empty')} text={t('phones.empty_text')} />
      )}
      {rows && rows.length > 0 && fitting.length === 0 && (
        <Empty icon={PhoneCall} title={t('telephony:extensions.none_fits')} />
      )}
      {fitting.length > 0 && (
        <VirtualList
          label={t('phones.rows')}
          items={fitting}
          getKey={(extension) => extension.id}
          estimate={ROW_HEIGHT}
          renderItem={row}
          className="min-h-0 flex-1"
        />
      )}
    </Panel>
  );
}

/* A phone whose state did not change keeps its object, and is not drawn again. */
const PhoneRow = memo(function PhoneRow({ extension }: { extension: Extension }) {
  const { t } = useTranslation('telephony');
  const online = extension.availability_status === 'online';
  return (
    <div data-extension={extension.extension} className="border-b border-line px-3 py-2">
      <div className="flex items-baseline gap-2">
        <bdi className="num ltr shrink-0 text-sm font-semibold">{extension.extension}</bdi>
        <bdi className="min-w-0 truncate leading-6">
          {extension.agent_name ?? <span className="text-ink-3">{t('extensions.nobody')}</span>}
        </bdi>
        <span className="ms-auto shrink-0 text-xs text-ink-2">
          <Timer since={online ? extension.line_changed_at : extension.status_changed_at} />
        </span>
      </div>
      <div className="flex min-h-5 flex-wrap items-center gap-1.5 pt-0.5">
        <PhoneStatusChip status={extension.availability_status} />
        {online && <LineChip line={extension.line_state} />}
        {extension.presence && <PresenceChip presence={extension.presence} />}
      </div>
    </div>
  );
});
