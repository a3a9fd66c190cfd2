import { type KeyboardEvent, type RefObject, useRef, useState } from 'react';
import { selectRange } from './select-range';

interface RowKeysOptions {
  ids: string[];
  pageSize: number;
  scrollTo: (index: number) => void;
  root: RefObject<HTMLElement | null>;
  onOpen: (id: string) => void;
  onToggle: (id: string, range: boolean) => void;
}

/** Moves the focus between rows, also to one that is not drawn yet. */
export function useRowKeys({ ids, pageSize, scrollTo, root, onOpen, onToggle }: RowKeysOptions) {
  const [current, setCurrent] = useState<string | null>(null);
  const anchor = useRef<string | null>(null);
  const currentId = current !== null && ids.includes(current) ? current : (ids[0] ?? null);

  function focusRow(index: number) {
    const id = ids[Math.max(0, Math.min(ids.length - 1, index))];
    if (id === undefined) return;
    setCurrent(id);
    scrollTo(ids.indexOf(id));
    const find = () =>
      root.current?.querySelector<HTMLElement>(`[data-row-id="${CSS.escape(id)}"]`);
    const now = find();
    if (now) now.focus({ preventScroll: true });
    else requestAnimationFrame(() => requestAnimationFrame(() => find()?.focus()));
  }

  function onKeyDown(event: KeyboardEvent) {
    const target = event.target as HTMLElement;
    if (target.dataset.rowId === undefined || currentId === null) return;
    const at = ids.indexOf(currentId);
    const moves: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + pageSize,
      PageUp: at - pageSize,
      Home: 0,
      End: ids.length - 1,
    };
    const move = moves[event.key];
    if (move !== undefined) focusRow(move);
    else if (event.key === 'Enter') onOpen(currentId);
    else if (event.key === ' ') onToggle(currentId, event.shiftKey);
    else return;
    event.preventDefault();
  }

  /** The selection after a press on a row; with `range` all rows since the last pressed one. */
  function nextSelection(before: ReadonlySet<string>, id: string, range: boolean): Set<string> {
    const next = selectRange(ids, before, range ? (anchor.current ?? id) : id, id);
    anchor.current = id;
    return next;
  }

  /** One row on; the first press only brings the focus into the table. */
  function move(step: number) {
    const focused = document.activeElement?.closest('[data-row-id]');
    const inside = focused && root.current?.contains(focused);
    const at = currentId === null ? 0 : ids.indexOf(currentId);
    focusRow(inside ? at + step : at);
  }

  function toggleCurrent(range: boolean) {
    if (currentId !== null) onToggle(currentId, range);
  }

  return { currentId, setCurrent, onKeyDown, nextSelection, focusRow, move, toggleCurrent };
}
