import { ArrowUp, Download, FileSpreadsheet, History } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { IconButton } from '@/components/ui/icon-button';
import { Menu, MenuItem } from '@/components/ui/menu';
import { SkeletonRows } from '@/components/ui/skeleton';
import { VirtualList } from '@/components/ui/virtual-list';
import type { Call } from '@/lib/api';
import { useCan } from '@/lib/auth/use-can';
import { formatNumber } from '@/lib/format';
import { exportUrl, useCallHistory } from '../api';
import type { HistoryFilters } from './filters';
import { HistoryFilterBar } from './history-filters';
import { HistoryRow } from './history-row';
import { Panel } from './panel';
import { useFilters } from './use-filters';

const ROW_HEIGHT = 58;

interface HistoryPanelProps {
  /** Takes the way to load it again; it does so by itself while nobody reads further down. */
  onReady: (reload: (byHand: boolean) => Promise<unknown>) => void;
}

/** Calls that are over, newest first; those that end meanwhile wait behind a line above. */
export function HistoryPanel({ onReady }: HistoryPanelProps) {
  const { t } = useTranslation(['calls', 'common']);
  const { filters, change } = useFilters();
  const { query, rows, total, isCapped, ended, showEnded } = useCallHistory(filters);
  const isReading = useRef(false);
  useEffect(
    () =>
      onReady(async (byHand) => {
        if (byHand || !isReading.current) await showEnded();
      }),
    [onReady, showEnded],
  );
  const row = (call: Call) => <HistoryRow call={call} />;
  return (
    <Panel
      title={t('history.title')}
      meta={
        total !== null && (
          <span className="num text-sm text-ink-3">
            {t(isCapped ? 'history.more_than' : 'history.total', { value: formatNumber(total) })}
          </span>
        )
      }
      actions={<Exports filters={filters} />}
      head={
        <>
          <HistoryFilterBar filters={filters} onChange={change} />
          <Ended count={ended} onShow={() => void showEnded()} />
        </>
      }
    >
      {query.isPending && <SkeletonRows rows={8} rowClassName="h-14" />}
      {query.isError && !query.data && (
        <ErrorState
          title={t('history.failed')}
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      )}
      {query.data && rows.length === 0 && (
        <Empty icon={History} title={t('history.empty')} text={t('history.empty_text')} />
      )}
      {rows.length > 0 && (
        <VirtualList
          label={t('history.rows')}
          items={rows}
          getKey={(call) => call.id}
          estimate={ROW_HEIGHT}
          renderItem={row}
          onScrolled={(top) => {
            isReading.current = top > 0;
          }}
          onEndReached={() => {
            if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
          }}
          className="min-h-0 flex-1"
        />
      )}
      {query.isFetchNextPageError && (
        <div className="flex items-center justify-center gap-2 border-t border-line p-2 text-sm text-ink-2">
          {t('history.more_failed')}
          <Button onClick={() => void query.fetchNextPage()}>{t('common:retry')}</Button>
        </div>
      )}
    </Panel>
  );
}

/* What ended since waits here instead of pushing down what is being read. */
function Ended({ count, onShow }: { count: number; onShow: () => void }) {
  const { t } = useTranslation('calls');
  return (
    <div role="status" aria-live="polite">
      {count > 0 && (
        <button
          type="button"
          onClick={onShow}
          className="flex min-h-8 w-full items-center justify-center gap-2 border-b border-line bg-info-bg px-3 text-sm font-semibold text-info -outline-offset-2 hover:underline pointer-coarse:min-h-11"
        >
          <ArrowUp aria-hidden size={14} />
          {t('history.ended', { count })}
        </button>
      )}
    </div>
  );
}

function Exports({ filters }: { filters: HistoryFilters }) {
  const { t, i18n } = useTranslation('calls');
  const mayExport = useCan('calls.export');
  if (!mayExport) return null;
  return (
    <Menu trigger={<IconButton icon={Download} label={t('history.export')} />}>
      {(['csv', 'xlsx'] as const).map((format) => (
        <MenuItem
          key={format}
          icon={FileSpreadsheet}
          onSelect={() => location.assign(exportUrl(filters, format, i18n.language))}
        >
          {t(`history.export_${format}`)}
        </MenuItem>
      ))}
    </Menu>
  );
}
