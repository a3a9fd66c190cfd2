import { useCallback, useEffect, useMemo, useRef } from 'react';
import { useSearchParams } from 'react-router';
import { useSession } from '@/lib/auth/session';
import { type ChatFilters, readFilters, writeFilters } from './filters';

/** The filters of the list live in the address: they survive a reload and can be sent on. */
export function useChatFilters() {
  const [params, setParams] = useSearchParams();
  // Who answers no chats themself has none of their own to begin with.
  const home = useSession((state) => (state.agent ? 'mine' : 'all'));
  // Two changes in quick succession: the second builds on the first, drawn or not.
  const latest = useRef(params);
  useEffect(() => {
    latest.current = params;
  }, [params]);
  const key = writeFilters(readFilters(params, home), home).toString();
  const filters = useMemo(() => readFilters(new URLSearchParams(key), home), [key, home]);
  const change = useCallback(
    (part: Partial<ChatFilters>) => {
      const before = readFilters(latest.current, home);
      // Another pane has an order of its own.
      const isOther = part.view !== undefined && part.view !== before.view;
      const kept = isOther
        ? readFilters(new URLSearchParams({ view: part.view as string }), home)
        : before;
      const next = writeFilters({ ...before, sort: kept.sort, ...part }, home);
      latest.current = next;
      setParams(next, { replace: true, state: { keepFocus: true } });
    },
    [home, setParams],
  );
  return { filters, change, query: key };
}
