import { useRef } from 'react';

/**
 * Gives the focus back when a layer closes: to what had it before, as a layer opened by a key has
 * no trigger. Radix asks only a while after the layer is gone; whoever moved the focus in between
 * is not interrupted.
 */
export function useFocusBack() {
  const before = useRef<Element | null>(null);
  return {
    note: () => {
      before.current = document.activeElement;
    },
    onCloseAutoFocus: (event: Event) => {
      event.preventDefault();
      if (!isFree()) return;
      if (before.current instanceof HTMLElement) before.current.focus();
    },
  };
}

/** For layers with a trigger, which gets the focus unless it is elsewhere by then. */
export function keepMovedFocus(event: Event): void {
  if (!isFree()) event.preventDefault();
}

function isFree(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}
