import { useCallback, useEffect, useRef } from 'react';
import { useCan } from '@/lib/auth/use-can';
import { useShortcut } from '@/lib/shortcuts';
import { selectTo, stopSelecting, toggleSelected, useSelection } from '../store/selection';
import type { ChatFilters } from './filters';

/** Who may change chats may choose several of the list, by pressing them or by the keys. */
export function useMayChoose(): boolean {
  const mayWrite = useCan('chats.write');
  const mayAssign = useCan('chats.assign');
  return mayWrite || mayAssign;
}

/** What is chosen belongs to the list that is shown, and is forgotten with it. */
export function useChoosing(ids: readonly number[], open: number | null, filters: ChatFilters) {
  const may = useMayChoose();
  const isOn = useSelection((selection) => selection.isOn) && may;
  const rows = useRef(ids);
  useEffect(() => {
    rows.current = ids;
  }, [ids]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list
  useEffect(() => stopSelecting, [filters]);
  const onSelect = useCallback((id: number, isRange: boolean) => {
    if (isRange) selectTo(id, rows.current);
    else toggleSelected(id);
  }, []);
  const choose = (isRange: boolean) => {
    const id = focused() ?? open;
    if (id !== null && rows.current.includes(id)) onSelect(id, isRange);
  };
  useShortcut('list.select', () => choose(false), may);
  useShortcut('list.select_range', () => choose(true), may);
  return { isOn, onSelect };
}

/* The row that the keyboard is on goes before the one that is open. */
function focused(): number | null {
  const row = document.activeElement?.closest<HTMLElement>('[data-chat]');
  return row ? Number(row.dataset.chat) : null;
}
