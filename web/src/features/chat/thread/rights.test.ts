import { expect, it } from 'vitest';
import { chatOf } from '@/test/chats';
import { rightsOf } from './rights';

const agent = { agent: 1, mayWrite: true, mayAssign: false };
const supervisor = { agent: 2, mayWrite: true, mayAssign: true };

it('one takes what waits, and answers what one has', () => {
  const waiting = chatOf({ state: 'waiting', agent: null });
  expect(rightsOf(waiting, agent)).toMatchObject({ claim: true, answer: false, close: false });
  expect(rightsOf(chatOf(), agent)).toMatchObject({ claim: false, answer: true, close: true });
  expect(rightsOf(chatOf({ state: 'closed' }), agent)).toMatchObject({
    answer: false,
    reopen: true,
    transfer: false,
  });
});

it('the chat of a colleague is theirs, but for who may assign', () => {
  const theirs = chatOf({ agent: { id: 9, code: 'AGT-009', name: 'Omar' } });
  expect(rightsOf(theirs, agent)).toMatchObject({ answer: false, close: false, note: true });
  expect(rightsOf(theirs, supervisor)).toMatchObject({ close: true, transfer: true });
});

it('who only reads does nothing', () => {
  const reader = { agent: null, mayWrite: false, mayAssign: false };
  expect(Object.values(rightsOf(chatOf(), reader)).some(Boolean)).toBe(false);
});
