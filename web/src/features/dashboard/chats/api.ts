import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { api, call } from '@/lib/api';
import { useChatNews } from '@/lib/chats/news';
import { useLive } from '@/lib/realtime';
import { useGathered } from '@/lib/use-gathered';

const AFTER_EVENT_MS = 1_500;
const FIGURES = ['chats', 'stats'];

export type ChatSpan = 'week' | 'weeks';

/* Asked again on each visit: while one is elsewhere nobody renews them. */

/** Chats now and today, of whom one sees. */
export function useChatFigures() {
  return useQuery({
    queryKey: [...FIGURES, 'today'],
    staleTime: 0,
    queryFn: () => call(api.GET('/api/chats/stats')),
  });
}

/** What of today is one's own. */
export function useOwnChatFigures(enabled: boolean) {
  return useQuery({
    queryKey: [...FIGURES, 'mine'],
    staleTime: 0,
    enabled,
    queryFn: () => call(api.GET('/api/chats/stats', { params: { query: { mine: true } } })),
  });
}

/** Seven days, or eight weeks; while another span is on its way the last one stays. */
export function useChatSeries(period: ChatSpan) {
  return useQuery({
    queryKey: [...FIGURES, period],
    staleTime: 0,
    placeholderData: keepPreviousData,
    queryFn: async () =>
      (await call(api.GET('/api/chats/stats', { params: { query: { period } } }))).series,
  });
}

/** Only the server can count: the figures are asked for again a moment after something happened. */
export function useFreshChatFigures(): void {
  const cache = useQueryClient();
  const renew = useGathered(
    () => void cache.invalidateQueries({ queryKey: FIGURES }),
    AFTER_EVENT_MS,
  );
  useChatNews(renew);
  useFirstLive(renew);
}

/** Runs when the line first stands: what was loaded before may have missed an event. */
export function useFirstLive(run: () => void): void {
  const isLive = useLive((live) => live.state === 'live');
  const wasLive = useRef(isLive);
  useEffect(() => {
    if (isLive && !wasLive.current) run();
    wasLive.current ||= isLive;
  }, [isLive, run]);
}
