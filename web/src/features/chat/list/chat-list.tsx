import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowUp } from 'lucide-react';
import { type FocusEvent, type KeyboardEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '@/lib/preferences';
import type { ChatList } from '../store/list';
import { ChatRow } from './row';

const HEIGHTS = { compact: 58, comfortable: 72 };

interface ChatListProps {
  list: ChatList;
  open: number | null;
  addressOf: (id: number) => string;
  withAgent: boolean;
  isSelecting: boolean;
  onSelect: (id: number, isRange: boolean) => void;
  /** Somebody points at it or moves through it: nothing may change its place. */
  onHold: (held: boolean) => void;
  onSettle: () => void;
  onEndReached: () => void;
}

/** The rows that are in sight; the open one is kept there. */
export function ChatRows({
  list,
  open,
  addressOf,
  withAgent,
  isSelecting,
  onSelect,
  onHold,
  onSettle,
  onEndReached,
}: ChatListProps) {
  const { t } = useTranslation('chat');
  const scroller = useRef<HTMLDivElement>(null);
  const height = usePreferences((preferences) => HEIGHTS[preferences.density]);
  const { ids } = list;
  const virtualizer = useVirtualizer({
    count: ids.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    getItemKey: (index) => ids[index] ?? index,
    overscan: 8,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rows have another height now
  useEffect(() => virtualizer.measure(), [height]);
  const at = open === null ? -1 : ids.indexOf(open);
  // biome-ignore lint/correctness/useExhaustiveDependencies: when another chat is opened
  useEffect(() => {
    if (at >= 0) virtualizer.scrollToIndex(at, { align: 'auto' });
  }, [open]);
  const rows = virtualizer.getVirtualItems();
  const atEnd = ids.length > 0 && (rows.at(-1)?.index ?? 0) >= ids.length - 5;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asks once for each new length
  useEffect(() => {
    if (atEnd) onEndReached();
  }, [atEnd, ids.length]);

  return (
    <>
      <News count={list.fresh.length} onShow={onSettle} />
      <section
        ref={scroller}
        aria-label={t('list.rows')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard
        tabIndex={0}
        onPointerEnter={(event) => event.pointerType === 'mouse' && onHold(true)}
        onPointerLeave={() => onHold(false)}
        onFocus={(event) => isByKey(event) && onHold(true)}
        onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && onHold(false)}
        onKeyDown={moveFocus}
        className="thin min-h-0 flex-1 overflow-y-auto -outline-offset-2"
      >
        <ul className="relative" style={{ height: virtualizer.getTotalSize() }}>
          {rows.map((row) => {
            const id = ids[row.index] as number;
            return (
              <li
                key={row.key}
                aria-setsize={ids.length}
                aria-posinset={row.index + 1}
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${row.start}px)` }}
              >
                <ChatRow
                  id={id}
                  to={addressOf(id)}
                  isOpen={id === open}
                  hasLeft={list.left.has(id)}
                  withAgent={withAgent}
                  isSelecting={isSelecting}
                  onSelect={onSelect}
                />
              </li>
            );
          })}
        </ul>
      </section>
    </>
  );
}

function isByKey({ target }: FocusEvent): boolean {
  return target.matches(':focus-visible');
}

/* Up and down among the rows, as the eye reads them. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-chat]')];
  const at = links.indexOf(document.activeElement as HTMLElement);
  const next = links[at + (event.key === 'ArrowDown' ? 1 : -1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

/* What is new waits here while somebody is among the rows. */
function News({ count, onShow }: { count: number; onShow: () => void }) {
  const { t } = useTranslation('chat');
  return (
    <div role="status" aria-live="polite">
      {count > 0 && (
        <button
          type="button"
          onClick={onShow}
          className="flex min-h-8 w-full items-center justify-center gap-2 border-b border-line bg-info-bg px-3 text-sm font-semibold text-info -outline-offset-2 hover:underline pointer-coarse:min-h-11"
        >
          <ArrowUp aria-hidden size={14} />
          {t('list.news', { count })}
        </button>
      )}
    </div>
  );
}
