/**
 * Which orders a list shows, and which came in since. Events never move a row: what is new waits
 * behind "3 new orders", what left is only drawn grey, until the person loads the list again.
 */
export interface LiveList {
  ids: readonly number[];
  known: ReadonlySet<number>;
  fresh: readonly number[];
}

export type LiveListEvent =
  /** Loaded from its first page on: nothing is news any more. */
  | { type: 'loaded'; ids: readonly number[] }
  /** One more page below what is there. */
  | { type: 'extended'; ids: readonly number[] }
  /** An order that belongs here, whether it is here already or not. */
  | { type: 'joins'; id: number }
  /** An order that does not belong here, or not any more. */
  | { type: 'leaves'; id: number };

export const emptyList: LiveList = { ids: [], known: new Set(), fresh: [] };

export function reduceList(list: LiveList, event: LiveListEvent): LiveList {
  switch (event.type) {
    case 'loaded': {
      const known = new Set(event.ids);
      return { ids: [...known], known, fresh: [] };
    }
    case 'extended': {
      const more = event.ids.filter((id) => !list.known.has(id));
      if (more.length === 0) return list;
      const known = new Set([...list.known, ...more]);
      return { ids: [...known], known, fresh: list.fresh.filter((id) => !known.has(id)) };
    }
    case 'joins':
      if (list.known.has(event.id) || list.fresh.includes(event.id)) return list;
      return { ...list, fresh: [...list.fresh, event.id] };
    case 'leaves':
      if (!list.fresh.includes(event.id)) return list;
      return { ...list, fresh: list.fresh.filter((id) => id !== event.id) };
  }
}

/** A group that is asked for again keeps the places of what is on screen; the new comes below. */
export function keepPlaces(shown: readonly number[], next: readonly number[]): readonly number[] {
  const before = new Set(shown);
  const added = next.filter((id) => !before.has(id));
  return added.length === 0 ? shown : [...shown, ...added];
}
