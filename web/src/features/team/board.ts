import type { TeamLiveAgent } from '@/lib/api';
import type { EventMap } from '@/lib/realtime';

/** The agent whose state changed, in its place; all others are the same objects. */
export function withPresence(
  agents: TeamLiveAgent[],
  change: EventMap['agent:status_changed'],
): TeamLiveAgent[] {
  return agents.map((agent) =>
    agent.id === change.id
      ? {
          ...agent,
          presence: change.presence,
          presence_automatic: change.automatic,
          presence_since: change.since,
        }
      : agent,
  );
}

export interface BoardFilters {
  /** '' for all. */
  team: string;
  presence: string;
}

export interface BoardTotals {
  available: number;
  there: number;
  away: number;
  waiting: number;
  due: number;
  handled: number;
}

const gone = ['offline', 'on_leave'];

export function totalsOf(agents: TeamLiveAgent[]): BoardTotals {
  const sum = (figure: (agent: TeamLiveAgent) => number) =>
    agents.reduce((total, agent) => total + figure(agent), 0);
  return {
    available: sum((agent) => Number(agent.presence === 'available')),
    there: sum((agent) => Number(!gone.includes(agent.presence))),
    away: sum((agent) => Number(gone.includes(agent.presence))),
    waiting: sum((agent) => agent.in_hand.new),
    due: sum((agent) => agent.callbacks.due + agent.follow_ups.due),
    handled: sum((agent) => agent.handled),
  };
}

/** By name, so that a card stays where it was whatever its agent does. */
export function shownOf(agents: TeamLiveAgent[], filters: BoardFilters): TeamLiveAgent[] {
  return agents
    .filter(
      (agent) =>
        (filters.team === '' || String(agent.team?.id ?? '') === filters.team) &&
        (filters.presence === '' || agent.presence === filters.presence),
    )
    .sort((a, b) => a.name.localeCompare(b.name) || a.id - b.id);
}

export function teamsOf(agents: TeamLiveAgent[]): { id: number; name: string }[] {
  const teams = new Map(agents.flatMap(({ team }) => (team ? [[team.id, team] as const] : [])));
  return [...teams.values()].sort((a, b) => a.name.localeCompare(b.name));
}
