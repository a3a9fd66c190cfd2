import { useCallback, useState } from 'react';
import { readLocal, removeLocal, writeLocal } from '@/lib/storage/local';

export type ColumnWidths = Record<string, number>;

const keyOf = (table: string) => `hatif.table.${table}`;

/** Widths that the person set, remembered on this device. */
export function useColumnWidths(table: string) {
  const [widths, setWidths] = useState<ColumnWidths>(() => readLocal(keyOf(table), {}));

  const change = useCallback(
    (update: ColumnWidths | ((before: ColumnWidths) => ColumnWidths)) => {
      setWidths((before) => {
        const next = typeof update === 'function' ? update(before) : update;
        if (Object.keys(next).length === 0) removeLocal(keyOf(table));
        else writeLocal(keyOf(table), next);
        return next;
      });
    },
    [table],
  );

  return [widths, change] as const;
}
