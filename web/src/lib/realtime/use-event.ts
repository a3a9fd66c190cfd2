import { useEffect, useRef } from 'react';
import { onEvent } from './store';
import type { EventMap, EventType } from './types';

/** `useEvent('order:updated', ({ order }) => …)`: live while the component is on screen. */
export function useEvent<T extends EventType>(
  type: T,
  run: (data: EventMap[T], event: { seq: number; at: string }) => void,
): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => onEvent(type, (data, event) => latest.current(data, event)), [type]);
}
