import { markRead } from '../api';
import { readChat, setRead } from './chats';
import { tellTabs } from './tabs';

/* The conversation whose end is on a visible screen, if there is one. */
let open: number | null = null;

export function setReading(id: number | null): void {
  open = id;
}

export function isReading(id: number): boolean {
  return open === id && !document.hidden;
}

const told = new Map<number, number>();

/** The person has this chat's end before them: the server and the other tabs hear of it, once. */
export function readTo(id: number, seq: number): void {
  setRead(id, seq);
  if (seq === 0 || (told.get(id) ?? 0) >= seq || readChat(id)?.gone) return;
  told.set(id, seq);
  tellTabs({ kind: 'read', id, seq });
  markRead(id, seq).catch(() => {
    // It counts as unread again, and is told with the next message, or when the chat is reopened.
    if (told.get(id) === seq) told.delete(id);
  });
}
