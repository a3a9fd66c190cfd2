import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { usePreferences } from '@/lib/preferences';
import { CONSOLE_KEYS } from '../api';

/**
 * Loads what the console shows again: when asked, each so many seconds where wanted, and as soon as
 * somebody returns to the page (S2-RT-02, S2-RT-03). `andHistory` loads the calls that are over; it
 * is told whether somebody asked for it.
 */
export function useRefresh(andHistory: (byHand: boolean) => Promise<unknown>) {
  const cache = useQueryClient();
  const seconds = usePreferences((state) => state.callRefresh);
  const [busy, setBusy] = useState(false);
  const running = useRef(false);
  const history = useRef(andHistory);
  useEffect(() => {
    history.current = andHistory;
  });
  const refresh = useCallback(
    async (byHand = false) => {
      if (running.current) return;
      running.current = true;
      setBusy(true);
      const asked = CONSOLE_KEYS.map((queryKey) => cache.refetchQueries({ queryKey }));
      await Promise.all([...asked, history.current(byHand)]);
      running.current = false;
      setBusy(false);
    },
    [cache],
  );

  useEffect(() => {
    const onVisible = () => {
      if (!document.hidden) void refresh();
    };
    document.addEventListener('visibilitychange', onVisible);
    return () => document.removeEventListener('visibilitychange', onVisible);
  }, [refresh]);

  useEffect(() => {
    if (seconds === 0) return;
    const timer = setInterval(() => {
      if (!document.hidden) void refresh();
    }, seconds * 1000);
    return () => clearInterval(timer);
  }, [refresh, seconds]);

  return { refresh, busy };
}
