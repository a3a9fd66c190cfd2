import type { Chat } from '@/lib/api';
import { useSession } from '@/lib/auth/session';
import { useCan } from '@/lib/auth/use-can';
import { useChatPart } from '../store/chats';

export interface ChatRights {
  claim: boolean;
  /** Write to the customer. */
  answer: boolean;
  note: boolean;
  close: boolean;
  reopen: boolean;
  transfer: boolean;
  tag: boolean;
  block: boolean;
}

/** What the person may do with a chat as it stands. The server decides again. */
export function rightsOf(
  chat: Chat,
  who: { agent: number | null; mayWrite: boolean; mayAssign: boolean },
): ChatRights {
  const isOwn = who.mayWrite && who.agent !== null && chat.agent?.id === who.agent;
  const waits = chat.state === 'waiting' || chat.state === 'offered';
  const isActive = chat.state === 'active';
  const isOver = !waits && !isActive;
  const inHand = isOwn || who.mayAssign;
  return {
    claim: waits && who.mayWrite && who.agent !== null,
    answer: isActive && inHand && who.mayWrite,
    note: who.mayWrite || who.mayAssign,
    close: (isActive && inHand) || (waits && who.mayAssign),
    reopen: isOver && inHand,
    transfer: (isActive && inHand) || (waits && who.mayAssign),
    tag: inHand,
    block: inHand,
  };
}

const noRights: ChatRights = {
  claim: false,
  answer: false,
  note: false,
  close: false,
  reopen: false,
  transfer: false,
  tag: false,
  block: false,
};

export function useRights(chat: Chat): ChatRights {
  const agent = useSession((state) => state.agent?.id ?? null);
  const mayWrite = useCan('chats.write');
  const mayAssign = useCan('chats.assign');
  // What left our sight is shown as it was, and not to be touched.
  const isGone = useChatPart(chat.id, (entry) => entry?.gone ?? false);
  if (isGone) return noRights;
  return rightsOf(chat, { agent, mayWrite, mayAssign });
}
