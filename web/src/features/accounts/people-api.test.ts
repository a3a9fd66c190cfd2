import { describe, expect, it } from 'vitest';
import type { ManagedUser } from '@/lib/api';
import { bodyOf, draftOf, skillOf, teamsOf } from './people-api';

const user: ManagedUser = {
  id: 7,
  username: 'sara',
  name: 'Sara',
  email: null,
  phone: null,
  language: null,
  status: 'active',
  roles: ['supervisor'],
  must_change_password: false,
  agent: {
    id: 3,
    code: 'AGT-003',
    active: true,
    department: { id: 1, code: 'sales', name: 'Sales' },
    team: null,
    level: 'supervisor',
    takes_orders: false,
    order_capacity: 12,
    chat_capacity: 4,
    open_orders: 2,
    has_badge: true,
    presence: 'offline',
    skills: [{ skill: 'billing', level: 4 }],
  },
  last_login_at: null,
  created_at: '2026-01-01T00:00:00Z',
  version: 4,
};

describe('the form of a person', () => {
  it('sends back what it was given', () => {
    expect(bodyOf(draftOf(user))).toEqual({
      name: 'Sara',
      email: '',
      phone: '',
      language: 'company',
      roles: ['supervisor'],
      agent: true,
      department: 'sales',
      team_id: 0,
      level: 'supervisor',
      takes_orders: false,
      order_capacity: 12,
      chat_capacity: 4,
      skills: [{ skill: 'billing', level: 4 }],
    });
  });

  it('has no number of chats of its own where the company’s counts', () => {
    const draft = draftOf({ ...user, agent: user.agent && { ...user.agent, chat_capacity: null } });
    expect(draft.chats).toBe('');
    expect(bodyOf(draft)).toHaveProperty('chat_capacity', -1);
    expect(bodyOf({ ...draft, chats: '0' })).toHaveProperty('chat_capacity', 0);
  });

  it('speaks of the badge only when it is set or taken away', () => {
    const draft = draftOf(user);
    expect(bodyOf(draft)).not.toHaveProperty('badge_code');
    expect(bodyOf({ ...draft, badge: 'B-1' })).toHaveProperty('badge_code', 'B-1');
    expect(bodyOf({ ...draft, badge: 'B-1', removeBadge: true })).toHaveProperty('badge_code', '');
  });

  it('leaves the agent side alone for who is none', () => {
    expect(bodyOf({ ...draftOf(user), agent: false })).not.toHaveProperty('department');
  });

  it.each([
    ['After Sales', 'after-sales'],
    [' vip_2 ', 'vip-2'],
    ['x', 'x'],
    ['a'.repeat(40), 'a'.repeat(40)],
    ['a'.repeat(41), null],
    ['', null],
    ['-x', null],
    ['x-', null],
    ['a,b', null],
    ['لغة', null],
  ])('reads %j as the skill %j', (typed, skill) => {
    expect(skillOf(typed)).toBe(skill);
  });

  it('offers the teams of the chosen department, and those of none', () => {
    const place = (id: number, code: string, department_id: number | null = null) => ({
      id,
      code,
      name: code,
      department_id,
    });
    const choices = {
      success: true,
      roles: [],
      skills: [],
      departments: [place(1, 'sales'), place(2, 'support')],
      teams: [place(1, 'dubai', 1), place(2, 'returns', 2), place(3, 'free')],
    };
    const of = (department: string) => teamsOf(choices, department).map(({ code }) => code);
    expect(of('sales')).toEqual(['dubai', 'free']);
    expect(of('')).toEqual(['dubai', 'returns', 'free']);
  });
});
