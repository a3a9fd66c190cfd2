import { describe, expect, it } from 'vitest';
import { findPermissions, groupPermissions } from './permissions';

const names = ['self', 'orders.read', 'agents.read', 'orders.write'];
const words: Record<string, string> = {
  'orders.read': 'See own orders',
  'orders.write': 'Change the status',
  'agents.read': 'See colleagues',
};
const wordsOf = (name: string) => words[name] ?? '';

describe('permissions', () => {
  it('stand in groups; what everybody has is no choice', () => {
    expect(groupPermissions(names)).toEqual([
      { id: 'orders', names: ['orders.read', 'orders.write'] },
      { id: 'agents', names: ['agents.read'] },
    ]);
  });

  it('are found by their words and their names, every word counting', () => {
    const groups = groupPermissions(names);
    expect(findPermissions(groups, '', wordsOf)).toBe(groups);
    expect(findPermissions(groups, 'SEE own', wordsOf)).toEqual([
      { id: 'orders', names: ['orders.read'] },
    ]);
    expect(findPermissions(groups, 'agents.', wordsOf)).toEqual([
      { id: 'agents', names: ['agents.read'] },
    ]);
    expect(findPermissions(groups, 'see nothing', wordsOf)).toEqual([]);
  });
});
