import { lazy, useEffect } from 'react';
import type { DataTable as Table } from '@/components/ui/data-table';
import { afterPaint } from '@/lib/after-paint';

/* The list waits for its rows: its code comes beside them, behind the head of the page. */
const loadTable = async () => ({ default: (await import('@/components/ui/data-table')).DataTable });
const loadCards = async () => ({ default: (await import('./order-cards')).OrderCards });

// lazy() forgets that the table is one of any rows.
export const DataTable = lazy(loadTable) as unknown as typeof Table;
export const OrderCards = lazy(loadCards);

/** Asks for the code of what this width shows; without a line it is asked for again when needed. */
export function usePreloadedView(phone: boolean): void {
  useEffect(() => {
    const load: () => Promise<unknown> = phone ? loadCards : loadTable;
    return afterPaint(() => void load().catch(() => {}));
  }, [phone]);
}
