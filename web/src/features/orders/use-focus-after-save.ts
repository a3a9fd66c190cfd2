import { type RefObject, useEffect } from 'react';
import { useOrderDialogs } from '@/components/order/order-dialogs-store';
import type { DataTableHandle } from '@/components/ui/data-table';
import { readEntry } from '@/lib/orders/entries';
import { stillFits } from '@/lib/orders/filters';
import { useListScope } from './list-scope';

function fits(id: number): boolean {
  const entry = readEntry(id);
  const { filters, viewer } = useListScope.getState();
  return entry !== undefined && !entry.removed && stillFits(entry.order, filters, viewer);
}

/** The row after `id` that still belongs to the list, else the one before it. */
export function nextRow(ids: readonly number[], id: number): number | undefined {
  const at = ids.indexOf(id);
  return ids.slice(at + 1).find(fits) ?? ids.slice(0, Math.max(at, 0)).findLast(fits);
}

/** When the row that has the focus leaves the list by our own change, the focus goes on. */
export function useFocusAfterSave(
  ids: readonly number[],
  table: RefObject<DataTableHandle | null>,
): void {
  const saved = useOrderDialogs((state) => state.saved);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each change that was saved
  useEffect(() => {
    if (!saved || fits(saved.id)) return;
    const focused = document.activeElement?.closest<HTMLElement>('[data-row-id]');
    if (focused?.dataset.rowId !== String(saved.id)) return;
    const next = nextRow(ids, saved.id);
    if (next !== undefined) table.current?.focusRow(String(next));
  }, [saved]);
}
