import { describe, expect, it } from 'vitest';
import { matching, mentionAt, mentionedIn, withMention } from './mentions';

const person = (id: number, name: string) => ({ id, name, code: `AGT-00${id}` });
const people = [person(1, 'Omar Hassan'), person(2, 'Omar'), person(3, 'سارة أحمد')];

describe('naming a colleague in a note (S1-COLL-01)', () => {
  it('begins with @ where a word does', () => {
    expect(mentionAt('Ask @Om', 7)).toEqual({ from: 4, typed: 'Om' });
    expect(mentionAt('Ask @Omar Ha', 12)).toEqual({ from: 4, typed: 'Omar Ha' });
    expect(mentionAt('@سا', 3)).toEqual({ from: 0, typed: 'سا' });
    expect(mentionAt('mail@om', 7)).toBeNull();
    expect(mentionAt('Ask @Om', 3), 'the caret is elsewhere').toBeNull();
  });

  it('offers whose name has such a word', () => {
    expect(matching(people, 'om').map(({ name }) => name)).toEqual(['Omar', 'Omar Hassan']);
    expect(matching(people, 'has').map(({ name }) => name)).toEqual(['Omar Hassan']);
    expect(matching(people, 'أحم').map(({ name }) => name)).toEqual(['سارة أحمد']);
    expect(matching(people, 'x')).toEqual([]);
  });

  it('puts the name in the place of what was typed', () => {
    expect(withMention('Ask @Om today', { from: 4, typed: 'Om' }, 'Omar')).toEqual({
      text: 'Ask @Omar today',
      caret: 10,
    });
  });

  it('takes the longer name first', () => {
    expect(mentionedIn('@Omar Hassan, look', people)).toEqual(['AGT-001']);
    expect(mentionedIn('@Omar and @سارة أحمد', people).sort()).toEqual(['AGT-002', 'AGT-003']);
    expect(mentionedIn('Omar Hassan', people)).toEqual([]);
  });
});
