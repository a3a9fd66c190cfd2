import { create } from 'zustand';

/** The chats of the list that something is to be done with at once. */
interface SelectionStore {
  /** The rows have boxes. */
  isOn: boolean;
  ids: ReadonlySet<number>;
  /** The one chosen last: a range begins there. */
  anchor: number | null;
}

const nothing: SelectionStore = { isOn: false, ids: new Set(), anchor: null };

export const useSelection = create<SelectionStore>()(() => nothing);

export function startSelecting(): void {
  useSelection.setState({ isOn: true });
}

export function stopSelecting(): void {
  useSelection.setState(nothing);
}

export function toggleSelected(id: number): void {
  const { ids } = useSelection.getState();
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  useSelection.setState({ isOn: true, ids: next, anchor: id });
}

/** From the one chosen last to this one, as the rows lie. */
export function selectTo(id: number, rows: readonly number[]): void {
  const { ids, anchor } = useSelection.getState();
  const [a, b] = [rows.indexOf(anchor ?? id), rows.indexOf(id)];
  if (a < 0 || b < 0) {
    toggleSelected(id);
    return;
  }
  const range = rows.slice(Math.min(a, b), Math.max(a, b) + 1);
  useSelection.setState({ isOn: true, ids: new Set([...ids, ...range]), anchor: id });
}

export function setSelected(ids: Iterable<number>): void {
  useSelection.setState({ isOn: true, ids: new Set(ids) });
}
