import { useCallback, useEffect, useRef, useState } from 'react';
import { deleteDraft, getDraft, putDraft } from './idb';

const SAVE_AFTER_MS = 300;

/**
 * A text that survives a reload: `const [note, setNote, clearNote] = useDraft('order:12:note')`.
 * A stored draft is put back only while the person has typed nothing yet.
 */
export function useDraft(key: string): [string, (text: string) => void, () => void] {
  const [text, setText] = useState('');
  const touched = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  useEffect(() => {
    let gone = false;
    touched.current = false;
    setText('');
    void getDraft<string>(key).then((stored) => {
      if (!gone && !touched.current && stored) setText(stored);
    });
    return () => {
      gone = true;
    };
  }, [key]);

  const change = useCallback(
    (next: string) => {
      touched.current = true;
      setText(next);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        void (next ? putDraft(key, next) : deleteDraft(key));
      }, SAVE_AFTER_MS);
    },
    [key],
  );

  const clear = useCallback(() => {
    touched.current = true;
    clearTimeout(timer.current);
    setText('');
    void deleteDraft(key);
  }, [key]);

  return [text, change, clear];
}
