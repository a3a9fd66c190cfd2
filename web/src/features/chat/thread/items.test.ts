import { describe, expect, it } from 'vitest';
import type { ChatMessage } from '@/lib/api';
import { messageOf } from '@/test/chats';
import { buildItems, firstUnread } from './items';

const dayOf = (at: string) => at.slice(0, 10);
const at = (time: string, day = 22) => `2026-11-${day}T${time}:00Z`;
const own = { speaker: 'agent' as const, author: { user_id: 3, agent_id: 1, name: 'Sarah' } };

function build(messages: ChatMessage[], newFrom: number | null = null) {
  return buildItems({ messages, queued: [], newFrom, dayOf });
}

describe('the lines of a conversation', () => {
  it('begin each day with it', () => {
    const items = build([
      messageOf({ seq: 1, sent_at: at('23:59') }),
      messageOf({ seq: 2, sent_at: at('00:01', 23) }),
    ]);
    expect(items.map(({ key }) => key)).toEqual(['day-2026-11-22', 'm-1', 'day-2026-11-23', 'm-2']);
    expect(items[3]).toMatchObject({ isFirst: true });
  });

  it('group what one person wrote in a row', () => {
    const items = build([
      messageOf({ seq: 1, sent_at: at('10:00'), ...own }),
      messageOf({ seq: 2, sent_at: at('10:01'), ...own }),
      messageOf({ seq: 3, sent_at: at('10:20'), ...own }),
      messageOf({ seq: 4, sent_at: at('10:21'), ...own, internal: true, kind: 'note' }),
      messageOf({ seq: 5, sent_at: at('10:22') }),
    ]);
    const groups = items.flatMap((item) =>
      item.kind === 'message' ? [[item.message.seq, item.isFirst, item.isLast]] : [],
    );
    expect(groups).toEqual([
      [1, true, false],
      [2, false, true],
      [3, true, true],
      [4, true, true],
      [5, true, true],
    ]);
  });

  it('have one line above what is new', () => {
    const items = build([messageOf({ seq: 1 }), messageOf({ seq: 2 }), messageOf({ seq: 3 })], 2);
    expect(items.map(({ key }) => key)).toEqual(['day-2026-11-22', 'm-1', 'news', 'm-2', 'm-3']);
  });

  it('show what happened between what was written', () => {
    const event = { type: 'closed' };
    const items = build([messageOf({ seq: 1 }), messageOf({ seq: 2, kind: 'event', event })]);
    expect(items.at(-1)).toMatchObject({ kind: 'event', key: 'm-2' });
  });
});

describe('the first unread message', () => {
  const messages = [
    messageOf({ seq: 1 }),
    messageOf({ seq: 2 }),
    messageOf({ seq: 3, ...own }),
    messageOf({ seq: 4 }),
  ];

  it('is counted back over what the customer wrote', () => {
    expect(firstUnread(messages, 0)).toBeNull();
    expect(firstUnread(messages, 1)).toBe(4);
    expect(firstUnread(messages, 2)).toBe(2);
  });

  it('is nowhere when it was not loaded', () => {
    expect(firstUnread(messages, 9)).toBeNull();
  });
});
