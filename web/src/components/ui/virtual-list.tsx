import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useRef } from 'react';
import { cx } from '@/lib/cx';

interface VirtualListProps<T> {
  label: string;
  items: T[];
  getKey: (item: T) => string | number;
  /** First guess of a row's height; rows are measured afterwards. */
  estimate: number;
  renderItem: (item: T, index: number) => ReactNode;
  /** Called when the last rows come into view. */
  onEndReached?: () => void;
  /** How far it was scrolled, in pixels. */
  onScrolled?: (top: number) => void;
  className?: string;
}

/** A long list of which only the visible rows exist. */
export function VirtualList<T>({
  label,
  items,
  getKey,
  estimate,
  renderItem,
  onEndReached,
  onScrolled,
  className,
}: VirtualListProps<T>) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => estimate,
    getItemKey: (index) => getKey(items[index] as T),
    overscan: 6,
  });
  const rows = virtualizer.getVirtualItems();
  const last = rows.at(-1)?.index ?? 0;
  const atEnd = items.length > 0 && last >= items.length - 5;

  // biome-ignore lint/correctness/useExhaustiveDependencies: asks once for each new length
  useEffect(() => {
    if (atEnd) onEndReached?.();
  }, [atEnd, items.length]);

  return (
    <section
      ref={scroller}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard
      tabIndex={0}
      onScroll={onScrolled && ((event) => onScrolled(event.currentTarget.scrollTop))}
      className={cx('thin overflow-y-auto -outline-offset-2', className)}
    >
      <ul className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {rows.map((row) => (
          <li
            key={row.key}
            ref={virtualizer.measureElement}
            data-index={row.index}
            aria-setsize={items.length}
            aria-posinset={row.index + 1}
            className="absolute inset-x-0 top-0"
            style={{ transform: `translateY(${row.start}px)` }}
          >
            {renderItem(items[row.index] as T, row.index)}
          </li>
        ))}
      </ul>
    </section>
  );
}
