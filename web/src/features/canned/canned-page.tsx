import { MessageSquareQuote, Plus, RefreshCw, SearchX } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { Page } from '@/components/ui/page';
import { SkeletonRows } from '@/components/ui/skeleton';
import { VirtualList } from '@/components/ui/virtual-list';
import type { CannedResponse } from '@/lib/api';
import { useCan } from '@/lib/auth/use-can';
import { formatNumber } from '@/lib/format';
import { useAddressParams } from '@/lib/use-address-params';
import { useChoices } from './api';
import { FileMenu } from './components/file-menu';
import { FilterBar } from './components/filter-bar';
import { ImportDialog } from './components/import-dialog';
import { ResponseDialog } from './components/response-dialog';
import { ResponseRow } from './components/response-row';
import { type CannedFilters, isNarrowed, readFilters, writeFilters } from './filters';
import { useRemoval } from './use-removal';
import { useResponses } from './use-responses';

/** What is being written: a new one, one that is changed, or a copy of one for oneself. */
type Editing = { row: CannedResponse | null; copyOf: CannedResponse | null } | null;

/** Ready-made responses: one's own, the team's, the company's. */
export function CannedPage() {
  const { t } = useTranslation('canned');
  const { filters, change } = useFilters();
  const choices = useChoices();
  const [editing, setEditing] = useState<Editing>(null);
  const [importing, setImporting] = useState(false);
  const mayWrite = useCan('chats.write');
  const manages = useCan('canned.manage');
  const add = mayWrite && (
    <Button variant="primary" icon={Plus} onClick={() => setEditing({ row: null, copyOf: null })}>
      {t('new')}
    </Button>
  );
  return (
    <Page
      title={t('title')}
      scroll={false}
      actions={
        <>
          {manages && <FileMenu filters={filters} onImport={() => setImporting(true)} />}
          {add}
        </>
      }
    >
      <FilterBar filters={filters} onChange={change} choices={choices.data} />
      <Responses
        filters={filters}
        onChange={change}
        onEdit={(row) => setEditing({ row, copyOf: null })}
        onCopy={mayWrite ? (row) => setEditing({ row: null, copyOf: row }) : undefined}
      />
      {editing && choices.data && (
        <ResponseDialog
          row={editing.row}
          copyOf={editing.copyOf}
          view={filters.view}
          choices={choices.data}
          onClose={() => setEditing(null)}
        />
      )}
      {importing && <ImportDialog onClose={() => setImporting(false)} />}
    </Page>
  );
}

/** Filters live in the address: they survive a reload and can be sent on. */
function useFilters() {
  const [params, setParams] = useAddressParams();
  const key = writeFilters(readFilters(params)).toString();
  const filters = useMemo(() => readFilters(new URLSearchParams(key)), [key]);
  const change = useCallback(
    (part: Partial<CannedFilters>) =>
      setParams((before) => writeFilters({ ...readFilters(before), ...part }), true),
    [setParams],
  );
  return { filters, change };
}

interface ResponsesProps {
  filters: CannedFilters;
  onChange: (part: Partial<CannedFilters>) => void;
  onEdit: (row: CannedResponse) => void;
  onCopy?: (row: CannedResponse) => void;
}

function Responses({ filters, onChange, onEdit, onCopy }: ResponsesProps) {
  const { t } = useTranslation('canned');
  const { answer, rows, news, gone, total, drop } = useResponses(filters);
  const remove = useRemoval(drop);
  if (answer.isPending) return <SkeletonRows rows={8} rowClassName="h-20" />;
  if (answer.isError && rows.length === 0) {
    return (
      <ErrorState title={t('failed')} error={answer.error} onRetry={() => void answer.refetch()} />
    );
  }
  if (rows.length === 0) return <Nothing filters={filters} onChange={onChange} />;
  return (
    <>
      <p role="status" className="flex min-h-8 items-center gap-3 px-4 pb-1 text-sm text-ink-3">
        {t('count', { count: total, shown: formatNumber(total) })}
        {news > 0 && (
          <Button icon={RefreshCw} onClick={() => void answer.refetch()}>
            {t('news', { count: news, shown: formatNumber(news) })}
          </Button>
        )}
      </p>
      <VirtualList
        label={t('title')}
        items={rows}
        getKey={({ id }) => id}
        estimate={92}
        onEndReached={() => {
          if (answer.hasNextPage && !answer.isFetchingNextPage) void answer.fetchNextPage();
        }}
        className="mx-4 mb-4 min-h-0 flex-1 rounded-lg border border-line bg-surface"
        renderItem={(row) => (
          <ResponseRow
            row={row}
            isGone={gone.has(row.id)}
            onEdit={onEdit}
            onCopy={onCopy}
            onRemove={remove}
            onTag={(tag) => onChange({ tag })}
          />
        )}
      />
      {answer.isFetchNextPageError && (
        <div className="px-4 pb-3">
          <Button onClick={() => void answer.fetchNextPage()}>{t('more_failed')}</Button>
        </div>
      )}
    </>
  );
}

function Nothing({ filters, onChange }: Pick<ResponsesProps, 'filters' | 'onChange'>) {
  const { t } = useTranslation('canned');
  if (isNarrowed(filters)) {
    return (
      <Empty icon={SearchX} title={t('no_match')}>
        <Button onClick={() => onChange({ search: '', category: '', tag: '' })}>
          {t('show_all')}
        </Button>
      </Empty>
    );
  }
  return (
    <Empty
      icon={MessageSquareQuote}
      title={t(`empty.${filters.view}`)}
      text={t(`empty_text.${filters.view}`)}
    />
  );
}
