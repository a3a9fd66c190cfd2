import { type FocusEvent, type PointerEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button';
import { Notice } from './notice';

/* Choices of a select are made again in a moment, and a search or a file is nothing to be saved. */
const ENTRIES =
  'textarea:read-write, input:read-write:not([type=file]), [role=checkbox], [role=radiogroup]';

function stateOf(entry: Element): string {
  if (entry instanceof HTMLInputElement || entry instanceof HTMLTextAreaElement) return entry.value;
  const ticked = [entry, ...entry.querySelectorAll('[role=radio]')];
  return ticked.map((one) => one.getAttribute('aria-checked')).join();
}

export interface Unsaved {
  asking: boolean;
  /** For the element around the entries. */
  watch: {
    onFocusCapture: (event: FocusEvent) => void;
    onPointerDownCapture: (event: PointerEvent) => void;
  };
  /** Before Esc or a press beside it closes the dialog: asks instead where something was entered. */
  hold: (event: Event) => void;
  stay: () => void;
}

/** What was entered in a dialog since it opened, still stands there and would be lost. */
export function useUnsaved(keeps: boolean): Unsaved {
  const began = useRef(new Map<Element, string>());
  const before = useRef<Element | null>(null);
  const [asking, setAsking] = useState(false);

  function note(target: EventTarget) {
    if (!(target instanceof Element)) return;
    const entry = (target.closest('label')?.control ?? target).closest(ENTRIES);
    if (entry && !entry.closest('search') && !began.current.has(entry))
      began.current.set(entry, stateOf(entry));
  }

  function stay() {
    setAsking(false);
    if (before.current instanceof HTMLElement) before.current.focus();
  }

  function hold(event: Event) {
    const isLost = [...began.current].some(
      ([entry, state]) => entry.isConnected && stateOf(entry) !== state,
    );
    if (!keeps || !isLost) return;
    event.preventDefault();
    // Esc at the question goes back to the entries.
    if (asking) return stay();
    before.current = document.activeElement;
    setAsking(true);
  }

  return {
    asking,
    watch: {
      onFocusCapture: (event) => note(event.target),
      onPointerDownCapture: (event) => note(event.target),
    },
    hold,
    stay,
  };
}

interface UnsavedQuestionProps {
  onStay: () => void;
  onDiscard: () => void;
}

/** At the foot of a dialog that Esc would have closed. */
export function UnsavedQuestion({ onStay, onDiscard }: UnsavedQuestionProps) {
  const { t } = useTranslation('common');
  return (
    <div className="border-t border-line px-4 py-2">
      <Notice tone="warning" alert>
        <span className="flex flex-wrap items-center justify-between gap-2">
          {t('unsaved.text')}
          <span className="flex gap-2">
            <Button onClick={onDiscard}>{t('unsaved.discard')}</Button>
            <Button variant="primary" autoFocus onClick={onStay}>
              {t('unsaved.stay')}
            </Button>
          </span>
        </span>
      </Notice>
    </div>
  );
}
