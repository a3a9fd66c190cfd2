import { expect, it } from 'vitest';
import type { OpenSession } from '@/lib/api';
import { byPerson } from './people-sessions';

const session = (id: number, user: number, name: string, ip = '10.0.0.1') =>
  ({
    id,
    ip,
    user: { id: user, name, username: `u${user}`, agent_code: `AGT-00${user}` },
  }) as unknown as OpenSession;

const list = [session(1, 1, 'Sarah'), session(2, 2, 'Omar', '10.0.0.9'), session(3, 1, 'Sarah')];

it('puts the sessions of a person together, the latest used first', () => {
  const people = byPerson(list, '');
  expect(people.map((person) => person.sessions.map(({ id }) => id))).toEqual([[1, 3], [2]]);
});

it.each([
  ['a name', 'sar', [1]],
  ['a code', 'AGT-002', [2]],
  ['an address', '10.0.0.9', [2]],
  ['blanks', '  omar ', [2]],
  ['nobody', 'zz', []],
])('finds by %s', (_what, search, users) => {
  expect(byPerson(list, search).map(({ user }) => user.id)).toEqual(users);
});
