import { describe, expect, it } from 'vitest';
import type { TeamLiveAgent } from '@/lib/api';
import { shownOf, teamsOf, totalsOf, withPresence } from './board';

const none = {
  new: 0,
  confirmed: 0,
  no_response: 0,
  postponed: 0,
  under_review: 0,
  cancelled: 0,
  closed: 0,
};

function made(id: number, changes: Partial<TeamLiveAgent> = {}): TeamLiveAgent {
  return {
    id,
    code: `AGT-00${id}`,
    name: `Agent ${id}`,
    level: 'agent',
    team: { id: 1, code: null, name: 'Sales' },
    department: null,
    takes_orders: true,
    open_orders: 0,
    order_capacity: null,
    presence: 'available',
    presence_automatic: null,
    presence_since: null,
    note: null,
    schedule: null,
    next_schedule: null,
    in_hand: none,
    oldest_waiting: null,
    callbacks: { open: 0, due: 0 },
    follow_ups: { open: 0, due: 0 },
    today: none,
    handled: 0,
    last_action: null,
    workstation: null,
    logged_in_at: null,
    ...changes,
  };
}

describe('the board', () => {
  it('changes the state of one agent and leaves the others as they are', () => {
    const agents = [made(1), made(2)];
    const after = withPresence(agents, {
      agent_id: 'AGT-002',
      id: 2,
      status: 'busy',
      presence: 'in_meeting',
      automatic: 'schedule',
      since: '2026-11-28T08:00:00Z',
      name: 'Agent 2',
    });
    expect(after[0]).toBe(agents[0]);
    expect(after[1]).toMatchObject({
      presence: 'in_meeting',
      presence_automatic: 'schedule',
      presence_since: '2026-11-28T08:00:00Z',
    });
  });

  it('adds up what stands on the cards', () => {
    const totals = totalsOf([
      made(1, { in_hand: { ...none, new: 3 }, callbacks: { open: 4, due: 1 }, handled: 5 }),
      made(2, { presence: 'on_leave', follow_ups: { open: 1, due: 1 } }),
      made(3, { presence: 'on_break' }),
    ]);
    expect(totals).toEqual({ available: 1, there: 2, away: 1, waiting: 3, due: 2, handled: 5 });
    expect(totalsOf([])).toEqual({
      available: 0,
      there: 0,
      away: 0,
      waiting: 0,
      due: 0,
      handled: 0,
    });
  });

  it('filters, and sorts by name whatever agents do', () => {
    const agents = [
      made(3, { name: 'Zeina', presence: 'busy' }),
      made(1, { name: 'Adam', team: null }),
      made(2, { name: 'Bashir', team: { id: 2, code: null, name: 'Support' } }),
    ];
    const names = (team: string, presence: string) =>
      shownOf(agents, { team, presence }).map((agent) => agent.name);
    expect(names('', '')).toEqual(['Adam', 'Bashir', 'Zeina']);
    expect(names('2', '')).toEqual(['Bashir']);
    expect(names('', 'busy')).toEqual(['Zeina']);
    expect(names('2', 'busy')).toEqual([]);
    expect(teamsOf(agents).map((team) => team.name)).toEqual(['Sales', 'Support']);
  });
});
