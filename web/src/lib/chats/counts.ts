import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type ChatCounts, call } from '../api';
import { useCan } from '../auth/use-can';
import { useEvent } from '../realtime';
import { useGathered } from '../use-gathered';

const KEY = ['chats', 'counts'];
const AFTER_EVENT_MS = 1_500;

/**
 * How many chats wait, and how many one has. Asked for again a moment after events, since a count
 * worked out here would drift from the truth.
 */
export function useChatCounts(): ChatCounts | undefined {
  const mayRead = useCan('chats.read');
  const cache = useQueryClient();
  const renew = useGathered(() => void cache.invalidateQueries({ queryKey: KEY }), AFTER_EVENT_MS);
  useEvent('chat:new', renew);
  useEvent('chat:updated', renew);
  useEvent('chat:assigned', renew);
  useEvent('chat:transferred', renew);
  useEvent('chat:closed', renew);
  useEvent('chat:reopened', renew);
  useEvent('chat:removed', renew);
  useEvent('chat:message', renew);
  const { data } = useQuery({
    queryKey: KEY,
    enabled: mayRead,
    queryFn: () =>
      call(api.GET('/api/chats', { params: { query: { view: 'waiting', per_page: 1 } } })),
  });
  return data?.counts;
}
