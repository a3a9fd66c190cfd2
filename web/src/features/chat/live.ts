import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { Chat } from '@/lib/api';
import { useSession } from '@/lib/auth/session';
import { useEvent, useLive } from '@/lib/realtime';
import {
  advanceChat,
  markChat,
  markGone,
  patchChat,
  putChat,
  readChat,
  setRead,
} from './store/chats';
import { closeChatOutbox, dropSent, openChatOutbox, rereadChat, sendWaiting } from './store/outbox';
import { isReading } from './store/reading';
import { hearTabs } from './store/tabs';
import { catchUpAll, changeMessage, takeMessage } from './store/threads';
import { hearTyping, stopTyping } from './store/typing';
import { setViewers } from './store/viewers';

interface ListHooks {
  /** A chat as it is now, so that lists can take it in or let it go. */
  onChanged: (chat: Chat) => void;
  onRemoved: (id: number) => void;
}

/** Everything that happens to chats, into the stores, and on to the list that is shown. */
export function useChatEvents({ onChanged, onRemoved }: ListHooks): void {
  const self = useSession((state) => state.user?.id);
  const take = ({ chat }: { chat: Chat }) => {
    putChat(chat, true);
    const known = readChat(chat.id);
    if (known) onChanged(known.chat);
  };
  useEvent('chat:new', take);
  useEvent('chat:updated', take);
  useEvent('chat:assigned', take);
  useEvent('chat:transferred', take);
  useEvent('chat:closed', take);
  useEvent('chat:reopened', take);
  useEvent('chat:removed', ({ id }) => {
    markGone(id);
    onRemoved(id);
  });
  useEvent('chat:message', ({ chat, message }) => {
    advanceChat(chat, message, isReading(message.chat_id));
    takeMessage(message);
    dropSent(message);
    const side = message.speaker === 'customer' ? 'customer' : 'agent';
    stopTyping(message.chat_id, side, message.author?.user_id ?? null);
  });
  useEvent('chat:read', ({ chat_id, side, delivered_seq, read_seq }) => {
    markChat(
      chat_id,
      side === 'customer'
        ? { customer_delivered_seq: delivered_seq, customer_read_seq: read_seq }
        : { agent_read_seq: read_seq },
    );
  });
  useEvent('chat:message_edited', ({ chat_id, message, last_message }) => {
    changeMessage(message);
    patchChat(chat_id, { last_message });
  });
  useEvent('chat:typing', ({ chat_id, side, user_id, name, typing }) => {
    if (user_id !== null && user_id === self) return;
    hearTyping(chat_id, { side, userId: user_id, name, isTyping: typing });
  });
  useEvent('chat:viewers', ({ chat_id, viewers }) => setViewers(chat_id, viewers));
  useEvent('chat:visitor', ({ chat_id, ...now }) => {
    const visitor = readChat(chat_id)?.chat.visitor;
    if (visitor) patchChat(chat_id, { visitor: { ...visitor, ...now } });
  });
}

/** The messages that wait on this device, and what the other tabs of this person say. */
export function useChatTabs(): void {
  const user = useSession((state) => state.user?.id ?? null);
  const isLive = useLive((live) => live.state === 'live');
  useEffect(() => {
    if (user === null) return;
    void openChatOutbox(user);
    return closeChatOutbox;
  }, [user]);
  useEffect(
    () =>
      hearTabs((news) => {
        if (news.kind === 'read') setRead(news.id, news.seq);
        if (news.kind === 'outbox') void rereadChat(news.id);
      }),
    [],
  );
  const cache = useQueryClient();
  const wasLive = useRef(isLive);
  const wasEverLive = useRef(isLive);
  useEffect(() => {
    if (isLive && !wasLive.current) {
      sendWaiting();
      catchUpAll();
      // What was loaded before the line first stood may have missed an event.
      if (!wasEverLive.current) void cache.invalidateQueries({ queryKey: ['chats'] });
      wasEverLive.current = true;
    }
    wasLive.current = isLive;
  }, [isLive, cache]);
}
