import { expect, it } from 'vitest';
import { chatOf, messageOf } from '../test/fake';
import { nothing, type State, unreadOf, withChat, withMessages } from './state';

const seqs = (messages: readonly { seq: number }[]) => messages.map(({ seq }) => seq);

it('each message is there once, in order, as it was said last', () => {
  const known = [messageOf(2), messageOf(5)];
  const now = withMessages(known, [
    messageOf(3),
    messageOf(2, { content: 'edited' }),
    messageOf(9),
  ]);
  expect(seqs(now)).toEqual([2, 3, 5, 9]);
  expect(now[0]?.content).toBe('edited');
  expect(withMessages(known, [])).toBe(known);
});

it('marks only rise, and another chat begins without messages', () => {
  const first = withChat(nothing, chatOf({ read_seq: 4, delivered_seq: 5 }));
  expect(withChat(first, chatOf({ read_seq: 2, delivered_seq: 6 })).chat).toMatchObject({
    read_seq: 4,
    delivered_seq: 6,
  });
  const full: State = { ...first, messages: [messageOf(1)], readSeq: 7, hasEarlier: true };
  expect(withChat(full, chatOf({ id: 'conv_2' }))).toMatchObject({
    messages: [],
    readSeq: 0,
    hasEarlier: false,
  });
});

it('only what others wrote is unread', () => {
  const own = messageOf(3, { speaker: 'customer' });
  const state = { ...nothing, messages: [messageOf(1), messageOf(2), own], readSeq: 1 };
  expect(seqs(unreadOf(state))).toEqual([2]);
});
