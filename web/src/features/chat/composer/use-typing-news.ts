import { useEffect, useMemo, useRef } from 'react';
import { tellServer } from '@/lib/realtime';

/* Said again while one goes on; the other side forgets it after six seconds. */
const AGAIN_MS = 3_000;
const STOPPED_MS = 5_000;

/** Tells the customer that one is writing, and when one has stopped. */
export function useTypingNews(id: number) {
  const saidAt = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const news = useMemo(() => {
    const say = (typing: boolean) => tellServer('typing', { chat_id: id, typing });
    const stop = () => {
      clearTimeout(timer.current);
      if (saidAt.current === 0) return;
      saidAt.current = 0;
      say(false);
    };
    const noteInput = (text: string) => {
      if (text.trim() === '') {
        stop();
        return;
      }
      clearTimeout(timer.current);
      timer.current = setTimeout(stop, STOPPED_MS);
      if (Date.now() - saidAt.current < AGAIN_MS) return;
      saidAt.current = Date.now();
      say(true);
    };
    return { noteInput, stop };
  }, [id]);
  useEffect(() => news.stop, [news]);
  return news;
}
