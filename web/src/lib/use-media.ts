import { useCallback, useSyncExternalStore } from 'react';

/** A telephone, held upright or across, or a screen zoomed in: the list itself needs the room. */
export const LITTLE_ROOM = '(max-width: 767px), (max-height: 600px)';

/** `useMedia('(min-width: 1280px)')`, for what CSS alone cannot turn into something else. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const list = matchMedia(query);
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches);
}
