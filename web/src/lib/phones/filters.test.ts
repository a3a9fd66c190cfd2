import { expect, test } from 'vitest';
import type { Extension } from '@/lib/api';
import { fits } from './filters';

const sarah = {
  extension: '1001',
  agent_name: 'Sarah Ahmed',
  agent_code: 'AGT-001',
  team_name: 'Team Alpha',
  availability_status: 'online',
} as Extension;

test.each([
  ['', '', true],
  ['100', '', true],
  ['sarah', '', true],
  ['agt-001', '', true],
  ['ALPHA ', '', true],
  ['omar', '', false],
  ['', 'online', true],
  ['sarah', 'offline', false],
])('"%s" with status "%s": %s', (search, status, wanted) => {
  expect(fits(sarah, search, status)).toBe(wanted);
});

test('a phone that is nobody’s has no words to be found by', () => {
  expect(fits({ ...sarah, agent_name: null, agent_code: null }, 'sarah', '')).toBe(false);
});
