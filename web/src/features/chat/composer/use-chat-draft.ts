import { useCallback, useEffect, useRef, useState } from 'react';
import { deleteDraft, getDraft, putDraft } from '@/lib/storage/idb';
import { hearTabs, tellTabs } from '../store/tabs';

const SAVE_AFTER_MS = 250;

/* What is typed last is there at once when one comes back to a chat, before it is read from disk. */
const recent = new Map<string, string>();

/**
 * What is written in a chat and not sent: it stays when one goes to another chat, survives a
 * reload, and is the same in every tab of the person.
 */
export function useChatDraft(key: string) {
  const [text, setText] = useState(() => recent.get(key) ?? '');
  const isTouched = useRef(recent.has(key));
  const unsaved = useRef<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const save = useCallback(() => {
    clearTimeout(timer.current);
    const next = unsaved.current;
    if (next === null) return;
    unsaved.current = null;
    void (next ? putDraft(key, next) : deleteDraft(key));
    tellTabs({ kind: 'draft', key, text: next });
  }, [key]);

  useEffect(() => {
    let isGone = false;
    void getDraft<string>(key).then((stored) => {
      if (!isGone && !isTouched.current && stored) setText(stored);
    });
    const stop = hearTabs((news) => {
      if (news.kind !== 'draft' || news.key !== key || unsaved.current !== null) return;
      recent.set(key, news.text);
      setText(news.text);
    });
    return () => {
      isGone = true;
      stop();
      save();
    };
  }, [key, save]);

  const change = useCallback(
    (next: string) => {
      isTouched.current = true;
      unsaved.current = next;
      recent.set(key, next);
      setText(next);
      clearTimeout(timer.current);
      timer.current = setTimeout(save, SAVE_AFTER_MS);
    },
    [key, save],
  );

  const clear = useCallback(() => {
    change('');
    save();
  }, [change, save]);

  return { text, change, clear };
}
