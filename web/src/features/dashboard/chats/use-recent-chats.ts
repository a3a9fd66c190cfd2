import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef } from 'react';
import { api, type Chat, call } from '@/lib/api';
import { useEvent } from '@/lib/realtime';
import { useFirstLive } from './api';
import {
  isKnown,
  RECENT_CHATS,
  type RecentRows,
  withChat,
  withMessage,
  withoutChat,
} from './recent';

const KEY = ['chats', 'recent'];

type Change = (rows: RecentRows) => RecentRows;

/**
 * What last happened among the chats that one sees. Rows change in their place; while somebody
 * points at the list or moves through it, what would move a row waits until they are done.
 */
export function useRecentChats() {
  const cache = useQueryClient();
  const isHeld = useRef(false);
  const waiting = useRef<Change[]>([]);
  const query = useQuery({
    queryKey: KEY,
    staleTime: 0,
    queryFn: async (): Promise<RecentRows> => {
      const page = { view: 'all', per_page: RECENT_CHATS } as const;
      return (await call(api.GET('/api/chats', { params: { query: page } }))).chats;
    },
  });
  const apply = (change: Change) =>
    cache.setQueryData<RecentRows>(KEY, (rows) => (rows ? change(rows) : rows));
  const move = (change: Change) => {
    if (isHeld.current) waiting.current.push(change);
    else apply(change);
  };
  const take = ({ chat }: { chat: Chat }) => {
    const rows = cache.getQueryData<RecentRows>(KEY) ?? [];
    const change: Change = (now) => withChat(now, chat);
    if (isKnown(rows, chat.id)) apply(change);
    else move(change);
  };
  useEvent('chat:new', take);
  useEvent('chat:updated', take);
  useEvent('chat:assigned', take);
  useEvent('chat:transferred', take);
  useEvent('chat:closed', take);
  useEvent('chat:reopened', take);
  useEvent('chat:removed', ({ id }) => move((rows) => withoutChat(rows, id)));
  useEvent('chat:message', ({ chat, message }) =>
    apply((rows) => withMessage(rows, chat, message)),
  );
  useFirstLive(useCallback(() => void cache.invalidateQueries({ queryKey: KEY }), [cache]));
  const hold = (held: boolean) => {
    isHeld.current = held;
    if (held) return;
    for (const change of waiting.current.splice(0)) apply(change);
  };
  return { query, hold };
}
