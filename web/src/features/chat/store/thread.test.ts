import { describe, expect, it } from 'vitest';
import { messageOf } from '@/test/chats';
import { indexOfSeq, opened, withChanged, withNewer, withNext, withOlder } from './thread';

const page = (...seqs: number[]) => seqs.map((seq) => messageOf({ seq }));
const seqs = (thread: { messages: readonly { seq: number }[] }) =>
  thread.messages.map(({ seq }) => seq);

describe('a conversation (S1-CHAT-12, S1-CHAT-14)', () => {
  it('takes the next message, and each once', () => {
    const thread = withNext(withNext(opened(page(4, 5), true), messageOf({ seq: 6 })), {
      ...messageOf({ seq: 6 }),
    });
    expect(seqs(thread)).toEqual([4, 5, 6]);
    expect(thread.isBehind).toBe(false);
  });

  it('knows that it missed one, and is whole again with what the server has', () => {
    const behind = withNext(opened(page(4, 5), true), messageOf({ seq: 8 }));
    expect(seqs(behind)).toEqual([4, 5]);
    expect(behind.isBehind).toBe(true);
    const whole = withNewer(behind, page(5, 6, 7, 8), true);
    expect(seqs(whole)).toEqual([4, 5, 6, 7, 8]);
    expect(whole.isBehind).toBe(false);
  });

  it('puts older ones before, without doubles', () => {
    const thread = withOlder(opened(page(4, 5), true), page(2, 3, 4), false);
    expect(seqs(thread)).toEqual([2, 3, 4, 5]);
    expect(thread.hasMore).toBe(false);
  });

  it('finds and changes one by its number, also where numbers are missing', () => {
    const thread = opened(page(2, 3, 7, 9), false);
    expect([2, 3, 7, 9, 5, 1, 10].map((seq) => indexOfSeq(thread, seq))).toEqual([
      0, 1, 2, 3, -1, -1, -1,
    ]);
    const changed = withChanged(thread, messageOf({ seq: 7, content: 'Better' }));
    expect(changed.messages[2]?.content).toBe('Better');
    expect(withChanged(thread, messageOf({ seq: 8 }))).toBe(thread);
  });
});
