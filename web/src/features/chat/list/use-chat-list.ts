import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useLayoutEffect, useReducer, useRef } from 'react';
import type { Chat } from '@/lib/api';
import { useSession } from '@/lib/auth/session';
import { listChats } from '../api';
import { putChat } from '../store/chats';
import { emptyList, reduceList } from '../store/list';
import { belongs, type ChatFilters, placeOf, toQuery } from './filters';

const PER_PAGE = 100;

/** The rows of a pane, page after page while it is scrolled, and kept true by events. */
export function useChatList(filters: ChatFilters) {
  const self = useSession((state) => state.agent?.id ?? null);
  const [list, tell] = useReducer(reduceList, emptyList);
  const isHeld = useRef(false);
  const firstPage = useRef<unknown>(null);

  const query = useInfiniteQuery({
    queryKey: ['chats', 'list', toQuery(filters)],
    initialPageParam: undefined as string | undefined,
    staleTime: 0,
    placeholderData: keepPreviousData,
    // A refresh must be told from one more page, also when it brings the same rows.
    structuralSharing: false,
    queryFn: ({ pageParam, signal }) =>
      listChats(
        {
          ...toQuery(filters),
          per_page: PER_PAGE,
          ...(pageParam ? { cursor: pageParam } : {}),
        },
        signal,
      ),
    getNextPageParam: (page) => page.pagination.next ?? undefined,
  });

  const { data, isPlaceholderData, hasNextPage } = query;
  useLayoutEffect(() => {
    if (!data || isPlaceholderData) return;
    const chats = data.pages.flatMap((page) => page.chats);
    for (const chat of chats) putChat(chat);
    const again = data.pages[0] === firstPage.current;
    firstPage.current = data.pages[0];
    tell({ type: again ? 'extended' : 'loaded', ids: chats.map((chat) => chat.id) });
  }, [data, isPlaceholderData]);

  const onChanged = useCallback(
    (chat: Chat) => {
      const belongsHere = belongs(chat, filters, self);
      if (belongsHere === null) return;
      if (!belongsHere) tell({ type: 'leaves', id: chat.id, isHeld: isHeld.current });
      else if (placeOf(filters) === 'first' || !hasNextPage) {
        tell({ type: 'joins', id: chat.id, place: placeOf(filters), isHeld: isHeld.current });
      }
    },
    [filters, self, hasNextPage],
  );
  const onRemoved = useCallback(
    (id: number) => tell({ type: 'leaves', id, isHeld: isHeld.current }),
    [],
  );
  const settle = useCallback(() => tell({ type: 'settles' }), []);
  const hold = useCallback(
    (held: boolean) => {
      isHeld.current = held;
      if (!held) settle();
    },
    [settle],
  );
  return { query, list, onChanged, onRemoved, hold, settle };
}
