/**
 * Which chats a list shows. New ones come last where the list runs from old to new, and first
 * elsewhere; while somebody points at the list or moves through it nothing there changes its place:
 * what is new waits behind a line, and what left stays, grey, until the list is let alone.
 */
export interface ChatList {
  ids: readonly number[];
  /** They wait behind the line. */
  fresh: readonly number[];
  /** They belong here no longer, and go when the list is let alone. */
  left: ReadonlySet<number>;
}

export type ChatListEvent =
  /** Loaded from its first page on. */
  | { type: 'loaded'; ids: readonly number[] }
  /** One more page below what is there. */
  | { type: 'extended'; ids: readonly number[] }
  /** A chat that belongs here, whether it is here already or not. */
  | { type: 'joins'; id: number; place: 'first' | 'last'; isHeld: boolean }
  /** A chat that does not belong here, or not any more. */
  | { type: 'leaves'; id: number; isHeld: boolean }
  /** Nobody points at it any more, or somebody asked for what is new. */
  | { type: 'settles' };

export const emptyList: ChatList = { ids: [], fresh: [], left: new Set() };

function without(ids: readonly number[], id: number): readonly number[] {
  return ids.includes(id) ? ids.filter((one) => one !== id) : ids;
}

function stays(left: ReadonlySet<number>, id: number): ReadonlySet<number> {
  if (!left.has(id)) return left;
  const rest = new Set(left);
  rest.delete(id);
  return rest;
}

export function reduceList(list: ChatList, event: ChatListEvent): ChatList {
  switch (event.type) {
    case 'loaded':
      return { ids: [...new Set(event.ids)], fresh: [], left: new Set() };
    case 'extended': {
      const ids = [...new Set([...list.ids, ...event.ids])];
      const fresh = list.fresh.filter((id) => !ids.includes(id));
      return { ...list, ids, fresh };
    }
    case 'joins': {
      const left = stays(list.left, event.id);
      if (list.ids.includes(event.id)) return left === list.left ? list : { ...list, left };
      if (event.place === 'last') return { ...list, ids: [...list.ids, event.id], left };
      if (!event.isHeld) return { ...list, ids: [event.id, ...list.ids], left };
      if (list.fresh.includes(event.id)) return list;
      return { ...list, fresh: [event.id, ...list.fresh] };
    }
    case 'leaves': {
      const fresh = without(list.fresh, event.id);
      if (!list.ids.includes(event.id)) return fresh === list.fresh ? list : { ...list, fresh };
      if (event.isHeld) return { ...list, fresh, left: new Set([...list.left, event.id]) };
      return { ...list, fresh, ids: without(list.ids, event.id) };
    }
    case 'settles': {
      if (list.fresh.length === 0 && list.left.size === 0) return list;
      const ids = [...list.fresh, ...list.ids].filter((id) => !list.left.has(id));
      return { ids, fresh: [], left: new Set() };
    }
  }
}
