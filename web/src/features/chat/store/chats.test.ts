import { act, renderHook } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { mergeChat } from '@/lib/chats/merge';
import { chatOf, messageOf } from '@/test/chats';
import {
  advanceChat,
  forgetChats,
  markChat,
  markGone,
  onChatChange,
  putChat,
  readChat,
  setRead,
  useChat,
} from './chats';

afterEach(forgetChats);

const last = (seq: number) => ({
  seq,
  speaker: 'customer' as const,
  kind: 'text' as const,
  preview: `Message ${seq}`,
  at: '2026-11-22T10:00:00Z',
});

const advance = (seq: number) => ({
  id: 1,
  last_seq: seq,
  last_message: last(seq),
  message_count: seq,
  state: 'active' as const,
  version: 1,
});

describe('what is known of a chat', () => {
  it('is of the higher version, and marks only rise', () => {
    const known = chatOf({ version: 3, tags: ['spam'], customer_read_seq: 7, last_seq: 9 });
    const old = chatOf({ version: 2, tags: [], customer_read_seq: 8, last_seq: 8 });
    expect(mergeChat(known, old)).toMatchObject({
      version: 3,
      tags: ['spam'],
      customer_read_seq: 8,
      last_seq: 9,
    });
  });

  it('counts what the customer wrote until it is read (S1-CHAT-10)', () => {
    putChat(chatOf({ last_seq: 1, unread: 0 }));
    advanceChat(advance(2), messageOf({ seq: 2 }), false);
    advanceChat(advance(3), messageOf({ seq: 3 }), false);
    advanceChat(advance(3), messageOf({ seq: 3 }), false);
    expect(readChat(1)?.unread).toBe(2);
    expect(readChat(1)?.chat.last_message?.preview).toBe('Message 3');
    setRead(1, 2);
    expect(readChat(1)?.unread, 'something newer is unread').toBe(2);
    setRead(1, 3);
    expect(readChat(1)?.unread).toBe(0);
  });

  it('counts nothing that is read as it comes, nor what colleagues write', () => {
    putChat(chatOf({ last_seq: 1, unread: 0 }));
    advanceChat(advance(2), messageOf({ seq: 2 }), true);
    advanceChat(advance(3), messageOf({ seq: 3, speaker: 'agent' }), false);
    expect(readChat(1)?.unread).toBe(0);
  });

  it('keeps the count through events, which do not know it', () => {
    putChat(chatOf({ last_seq: 4, unread: 3 }));
    putChat(chatOf({ last_seq: 4, version: 2, tags: ['resolved'] }));
    expect(readChat(1)?.unread).toBe(3);
  });

  it('draws the row of its chat and no other (S1-PERF-01)', () => {
    putChat(chatOf({ id: 1 }));
    putChat(chatOf({ id: 2 }));
    const draws = { 1: 0, 2: 0 };
    renderHook(() => {
      draws[1] += 1;
      return useChat(1);
    });
    const { result } = renderHook(() => {
      draws[2] += 1;
      return useChat(2);
    });
    act(() => markChat(2, { customer_read_seq: 5 }));
    act(() => markChat(2, { customer_read_seq: 4 }));
    expect(draws).toEqual({ 1: 1, 2: 2 });
    expect(result.current?.customer_read_seq).toBe(5);
  });

  it('stays gone for an answer that was on its way, and comes back with a change', () => {
    putChat(chatOf({ version: 3, state: 'waiting' }));
    markGone(1);
    putChat(chatOf({ version: 3, state: 'waiting' }));
    expect(readChat(1)?.gone).toBe(true);
    putChat(chatOf({ version: 3 }), true);
    expect(readChat(1)?.gone, 'the winner of a claim hears that it left the queue').toBe(false);
    markGone(1);
    putChat(chatOf({ version: 5, state: 'waiting' }));
    expect(readChat(1)?.gone).toBe(false);
  });

  it('tells who listens to all of them', () => {
    const heard = vi.fn();
    const stop = onChatChange(heard);
    putChat(chatOf({ id: 5 }));
    stop();
    putChat(chatOf({ id: 6 }));
    expect(heard.mock.calls).toEqual([[5]]);
  });
});
