import { useEffect } from 'react';
import { create } from 'zustand';
import type { ChatViewer } from '@/lib/api';
import { tellServer } from '@/lib/realtime';
import { tellViewing } from '../api';
import { readChat } from './chats';

interface ViewersStore {
  byChat: Readonly<Record<number, readonly ChatViewer[]>>;
}

export const useViewersStore = create<ViewersStore>()(() => ({ byChat: {} }));

const nobody: readonly ChatViewer[] = [];

export function setViewers(id: number, viewers: readonly ChatViewer[]): void {
  useViewersStore.setState(({ byChat }) => ({ byChat: { ...byChat, [id]: viewers } }));
}

/* The server forgets who does not say it again. */
const AGAIN_MS = 30_000;

/** Who looks at the chat; the server hears that this person does, while the page is in sight. */
export function useViewers(id: number): readonly ChatViewer[] {
  useEffect(() => {
    tellViewing(id, !document.hidden).then(
      (viewers) => setViewers(id, viewers),
      () => {},
    );
    const say = (viewing: boolean) => {
      // What left our sight cannot be looked at.
      if (!readChat(id)?.gone) tellServer('viewing', { id, viewing });
    };
    const again = () => say(!document.hidden);
    const timer = setInterval(again, AGAIN_MS);
    document.addEventListener('visibilitychange', again);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', again);
      say(false);
    };
  }, [id]);
  return useViewersStore(({ byChat }) => byChat[id] ?? nobody);
}
