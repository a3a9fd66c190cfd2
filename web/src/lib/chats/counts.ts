import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type ChatCounts, call } from '../api';
import { useCan } from '../auth/use-can';
import { useGathered } from '../use-gathered';
import { useChatNews } from './news';

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
  useChatNews(renew);
  const { data } = useQuery({
    queryKey: KEY,
    enabled: mayRead,
    queryFn: () =>
      call(api.GET('/api/chats', { params: { query: { view: 'waiting', per_page: 1 } } })),
  });
  return data?.counts;
}
