import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';

const AFTER_EVENT_MS = 1_500;

/** Asks for what events make old, once a moment for all of them; what is on screen stays in place. */
export function useLater(): (...keys: string[]) => void {
  const queryClient = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const wanted = useRef(new Set<string>());
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
  return useCallback(
    (...keys: string[]) => {
      for (const key of keys) wanted.current.add(key);
      if (timer.current !== undefined) return;
      timer.current = setTimeout(() => {
        timer.current = undefined;
        for (const key of wanted.current) void queryClient.invalidateQueries({ queryKey: [key] });
        wanted.current.clear();
      }, AFTER_EVENT_MS);
    },
    [queryClient],
  );
}
