import { MessagesSquare, SearchX } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { SkeletonRows } from '@/components/ui/skeleton';
import { cx } from '@/lib/cx';
import { useShortcut } from '@/lib/shortcuts';
import { BulkBar } from '../bulk/bulk-bar';
import { useChatEvents } from '../live';
import { ChatRows } from './chat-list';
import { type ChatFilters, countNarrowing, noNarrowing } from './filters';
import { ListHead } from './list-head';
import { Offers } from './offers';
import { useChatList } from './use-chat-list';
import { useChoosing } from './use-choosing';

interface ListPaneProps {
  filters: ChatFilters;
  onChange: (part: Partial<ChatFilters>) => void;
  open: number | null;
  addressOf: (id: number) => string;
  onOpen: (id: number) => void;
  /** Takes the order of the rows, for "close, and on to the next". */
  onRows: (ids: readonly number[]) => void;
  className?: string;
}

/** The chats of a pane: what is offered, what waits, what one has in hand. */
export function ListPane({
  filters,
  onChange,
  open,
  addressOf,
  onOpen,
  onRows,
  className,
}: ListPaneProps) {
  const { t } = useTranslation(['chat', 'common']);
  const { query, list, onChanged, onRemoved, hold, settle } = useChatList(filters);
  useChatEvents({ onChanged, onRemoved });
  const selecting = useChoosing(list.ids, open, filters);
  const search = useRef<HTMLInputElement>(null);
  useEffect(() => onRows(list.ids), [list.ids, onRows]);
  const step = (by: 1 | -1) => {
    const at = open === null ? -1 : list.ids.indexOf(open);
    const next = at < 0 ? list.ids[by > 0 ? 0 : list.ids.length - 1] : list.ids[at + by];
    if (next !== undefined) onOpen(next);
  };
  useShortcut('list.next', () => step(1));
  useShortcut('list.previous', () => step(-1));
  useShortcut('list.search', () => search.current?.focus());
  useShortcut('list.refresh', () => void query.refetch());
  const isEmpty = list.ids.length === 0 && list.fresh.length === 0;
  return (
    <section
      aria-labelledby="chats-heading"
      className={cx('flex min-h-0 flex-col border-e border-line bg-surface', className)}
    >
      <ListHead filters={filters} onChange={onChange} search={search} />
      <Offers onOpen={onOpen} />
      {query.isPending && <SkeletonRows rows={8} rowClassName="h-(--row-h)" />}
      {query.isError && !query.data && (
        <ErrorState
          title={t('list.failed')}
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      )}
      {query.data && isEmpty && <Nothing filters={filters} onChange={onChange} />}
      {!isEmpty && (
        <ChatRows
          list={list}
          open={open}
          addressOf={addressOf}
          withAgent={filters.view === 'all' || filters.view === 'history'}
          isSelecting={selecting.isOn}
          onSelect={selecting.onSelect}
          onHold={hold}
          onSettle={settle}
          onEndReached={() => {
            if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
          }}
        />
      )}
      {selecting.isOn && <BulkBar shown={list.ids} />}
      {query.isFetchNextPageError && (
        <div className="flex items-center justify-center gap-2 border-t border-line p-2 text-sm text-ink-2">
          {t('list.more_failed')}
          <Button onClick={() => void query.fetchNextPage()}>{t('common:retry')}</Button>
        </div>
      )}
    </section>
  );
}

interface NothingProps {
  filters: ChatFilters;
  onChange: (part: Partial<ChatFilters>) => void;
}

function Nothing({ filters, onChange }: NothingProps) {
  const { t } = useTranslation('chat');
  if (countNarrowing(filters) > 0 || filters.search) {
    return (
      <Empty icon={SearchX} title={t('list.no_match')}>
        <Button onClick={() => onChange({ ...noNarrowing, search: '' })}>
          {t('list.show_all')}
        </Button>
      </Empty>
    );
  }
  return (
    <Empty
      icon={MessagesSquare}
      title={t(`list.empty.${filters.view}`)}
      text={t(`list.empty_text.${filters.view}`)}
    />
  );
}
