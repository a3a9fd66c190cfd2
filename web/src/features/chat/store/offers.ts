import { useEffect, useSyncExternalStore } from 'react';
import { useSession } from '@/lib/auth/session';
import { listChats } from '../api';
import { onChatChange, putChat, readChat } from './chats';

let offers: readonly number[] = [];
const listeners = new Set<() => void>();

function isOffered(id: number): boolean {
  const entry = readChat(id);
  const self = useSession.getState().agent?.id;
  if (!entry || entry.gone || self === undefined) return false;
  return entry.chat.state === 'offered' && entry.chat.offered_to?.id === self;
}

/* A chat changed: it is offered to us now, or not any more. */
onChatChange((id) => {
  const was = offers.includes(id);
  if (isOffered(id) === was) return;
  offers = was ? offers.filter((one) => one !== id) : [...offers, id];
  for (const listener of listeners) listener();
});

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** The chats that are offered to this person, the first one first. */
export function useOffers(): readonly number[] {
  useEffect(() => {
    // Those from before the page was opened; events bring the others.
    listChats({ view: 'waiting', sort: 'wait_time', per_page: 100 }).then(
      ({ chats }) => {
        for (const chat of chats) putChat(chat);
      },
      () => {},
    );
  }, []);
  return useSyncExternalStore(subscribe, () => offers);
}
