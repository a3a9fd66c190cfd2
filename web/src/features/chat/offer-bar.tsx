import { useMatch, useNavigate } from 'react-router';
import type { Chat } from '@/lib/api';
import { useSession } from '@/lib/auth/session';
import { useEvent } from '@/lib/realtime';
import { Offers } from './list/offers';
import { markGone, putChat, readChat } from './store/chats';

/** Chats that are offered while one is on another page: they run out, and must not be missed. */
export function OfferBar() {
  const navigate = useNavigate();
  const self = useSession((state) => state.agent?.id);
  const isAtDesk = useMatch('/agent/chats/*') !== null;
  const take = ({ chat }: { chat: Chat }) => {
    if (chat.offered_to?.id === self || readChat(chat.id)) putChat(chat, true);
  };
  useEvent('chat:new', take);
  useEvent('chat:updated', take);
  useEvent('chat:assigned', take);
  useEvent('chat:removed', ({ id }) => markGone(id));
  // The desk has them above its list.
  if (isAtDesk) return null;
  return <Offers onOpen={(id) => navigate(`/agent/chats/${id}`)} />;
}
