import { useCallback, useEffect, useRef } from 'react';

const REST_MS = 140;

/**
 * While details are open they follow the row that has the focus, once it rests: J and K leaf
 * through the orders.
 */
export function useFollowFocus(
  openId: number | null,
  setOpen: (id: number, replace: boolean) => void,
) {
  const open = useRef(openId);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => {
    open.current = openId;
  }, [openId]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return useCallback(
    (row: string) => {
      clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        // The table has a current row before anybody touched it: only a real focus counts.
        const focused = document.activeElement?.closest<HTMLElement>('[data-row-id]');
        if (focused?.dataset.rowId !== row) return;
        const id = Number(row);
        if (open.current !== null && open.current !== id) setOpen(id, true);
      }, REST_MS);
    },
    [setOpen],
  );
}
