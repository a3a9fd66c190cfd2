import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown } from 'lucide-react';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import type { ChatMessage } from '@/lib/api';
import { dayOf, formatNumber } from '@/lib/format';
import { readChat } from '../store/chats';
import { queuedIn, useChatOutbox } from '../store/outbox';
import { readTo, setReading } from '../store/reading';
import { loadOlder, useMessagesStore } from '../store/threads';
import { buildItems, firstUnread, type Item } from './items';
import { Line } from './line';

interface HistoryProps {
  id: number;
  onReply: (message: ChatMessage) => void;
}

/* So near to the beginning the older ones are asked for. */
const NEAR_ITEMS = 15;
const ESTIMATE = 64;

/** What was written, the newest at the end and in view; older ones come as one goes up. */
export function History({ id, onReply }: HistoryProps) {
  const { t } = useTranslation('chat');
  const scroller = useRef<HTMLDivElement>(null);
  const messages = useMessagesStore(id, (thread) => thread.messages);
  const hasMore = useMessagesStore(id, (thread) => thread.hasMore);
  const isLoadingOlder = useMessagesStore(id, (thread) => thread.isLoadingOlder);
  const hasFailed = useMessagesStore(id, (thread) => thread.error !== null);
  const queued = useChatOutbox(queuedIn(id));
  const [newFrom] = useState(() => firstUnread(messages, readChat(id)?.unread ?? 0));
  const items = useMemo(
    () => buildItems({ messages, queued, newFrom, dayOf }),
    [messages, queued, newFrom],
  );
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ESTIMATE,
    getItemKey: (index) => items[index]?.key ?? index,
    overscan: 6,
    paddingStart: 12,
    paddingEnd: 12,
    // What comes before pushes nothing down; what comes after is followed while one is at the end.
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: 48,
  });
  const [isAtEnd, setIsAtEnd] = useState(true);
  const missed = useMissed(messages, isAtEnd);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the conversation is opened
  useLayoutEffect(() => virtualizer.scrollToEnd(), []);

  const rows = virtualizer.getVirtualItems();
  const first = rows[0]?.index ?? 0;
  const oldest = messages[0]?.seq ?? 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: still at the beginning after a page came, the next one
  useEffect(() => {
    if (hasMore && !hasFailed && first < NEAR_ITEMS) void loadOlder(id);
  }, [id, hasMore, hasFailed, first, oldest]);
  useReading(id, isAtEnd);

  const toEnd = useCallback(() => virtualizer.scrollToEnd(), [virtualizer]);
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <div
        ref={scroller}
        role="log"
        aria-label={t('thread.log')}
        aria-busy={isLoadingOlder}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard
        tabIndex={0}
        onScroll={() => setIsAtEnd(virtualizer.isAtEnd())}
        className="thin flex min-h-0 flex-1 flex-col overflow-y-auto -outline-offset-2"
      >
        <ol
          className="relative mt-auto w-full shrink-0"
          style={{ height: virtualizer.getTotalSize() }}
        >
          {rows.map((row) => (
            <li
              key={row.key}
              ref={virtualizer.measureElement}
              data-index={row.index}
              className="absolute inset-x-0 top-0 px-4"
              style={{ transform: `translateY(${row.start}px)` }}
            >
              <Line item={items[row.index] as Item} onReply={onReply} />
            </li>
          ))}
        </ol>
      </div>
      {hasFailed && <OlderFailed onRetry={() => void loadOlder(id)} />}
      {!isAtEnd && <ToEnd missed={missed} onPress={toEnd} />}
    </div>
  );
}

/** How many came while the end was out of sight. */
function useMissed(messages: readonly ChatMessage[], isAtEnd: boolean): number {
  const last = messages.at(-1)?.seq ?? 0;
  const [seen, setSeen] = useState(last);
  useEffect(() => {
    if (isAtEnd) setSeen(last);
  }, [isAtEnd, last]);
  return isAtEnd ? 0 : messages.filter(({ seq, kind }) => seq > seen && kind !== 'event').length;
}

/** The end in view of a visible page is read. */
function useReading(id: number, isAtEnd: boolean): void {
  const last = useMessagesStore(id, (thread) => thread.messages.at(-1)?.seq ?? 0);
  useEffect(() => {
    if (!isAtEnd) return;
    const read = () => {
      if (document.hidden) return;
      setReading(id);
      readTo(id, last);
    };
    read();
    document.addEventListener('visibilitychange', read);
    return () => {
      setReading(null);
      document.removeEventListener('visibilitychange', read);
    };
  }, [id, isAtEnd, last]);
}

function OlderFailed({ onRetry }: { onRetry: () => void }) {
  const { t } = useTranslation(['chat', 'common']);
  return (
    <div
      role="alert"
      className="absolute inset-x-0 top-0 flex items-center justify-center gap-2 border-b border-line bg-surface p-2 text-sm text-ink-2"
    >
      {t('thread.older_failed')}
      <Button onClick={onRetry}>{t('common:retry')}</Button>
    </div>
  );
}

function ToEnd({ missed, onPress }: { missed: number; onPress: () => void }) {
  const { t } = useTranslation('chat');
  return (
    <Button
      icon={ArrowDown}
      onClick={onPress}
      className="absolute inset-x-0 bottom-2 mx-auto w-fit rounded-full shadow-lg"
    >
      {missed > 0
        ? t('thread.new_below', { count: missed, shown: formatNumber(missed) })
        : t('thread.to_end')}
    </Button>
  );
}
