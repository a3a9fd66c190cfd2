import { createContext, useContext } from 'react';
import type { LiveRow } from '@/components/ui/data-table';
import type { StockProduct } from '@/lib/api';

/** Ids of products that changed before our eyes; their rows bear a mark. */
export const ChangedRows = createContext<ReadonlySet<number>>(new Set());

export function useStockRow(product: StockProduct): LiveRow<StockProduct> {
  const changed = useContext(ChangedRows).has(product.id);
  return { row: product, tone: changed ? 'accent' : null, marked: changed };
}
