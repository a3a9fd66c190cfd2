import { useCallback, useState } from 'react';

/**
 * A floating layer is drawn inside the landmark (or dialog) of its trigger, so that screen readers
 * find it where it belongs. Returns a ref for the trigger and the element to draw in.
 */
export function useLandmark() {
  const [landmark, setLandmark] = useState<HTMLElement | null>(null);
  const ref = useCallback((trigger: HTMLElement | null) => {
    if (trigger) setLandmark(trigger.closest<HTMLElement>('[role=dialog], main, header, nav'));
  }, []);
  return [ref, landmark] as const;
}
