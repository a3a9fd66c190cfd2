import { useEffect, useRef } from 'react';

/**
 * When pressing a button of the form shows what is wrong, the first field that was refused takes
 * the focus. Effects run in the order of the page: whoever comes later finds it in a field already.
 */
export function useFocusOnRefusal(id: string, error: string | undefined): void {
  const wasRefused = useRef(false);
  useEffect(() => {
    const { activeElement } = document;
    const refused = error !== undefined && error !== '';
    if (refused && !wasRefused.current && activeElement instanceof HTMLButtonElement) {
      const field = document.getElementById(id);
      const form = field?.closest('form, [role=dialog]');
      if (form?.contains(activeElement) && !activeElement.closest('[role=radiogroup]')) {
        field?.focus();
      }
    }
    wasRefused.current = refused;
  }, [id, error]);
}
