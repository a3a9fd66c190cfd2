import { describe, expect, it } from 'vitest';
import type { BreakSum } from '@/lib/api';
import { daysOf, totalsOf } from './breaks-api';

const one = (change: Partial<BreakSum>): BreakSum => ({
  agent_id: 1,
  code: 'AGT-001',
  name: 'Sarah',
  breaks: 0,
  seconds: 0,
  longest_seconds: 0,
  on_break_since: null,
  days: [],
  ...change,
});

const day = (date: string) => ({ date, breaks: 1, seconds: 60 });

describe('breaks of a team (S1-PROF-15)', () => {
  it('have the days of all agents, each once and in their order', () => {
    const agents = [
      one({ days: [day('2026-11-03'), day('2026-11-01')] }),
      one({ days: [day('2026-11-02'), day('2026-11-01')] }),
    ];
    expect(daysOf(agents)).toEqual(['2026-11-01', '2026-11-02', '2026-11-03']);
  });

  it('add up, and the longest is the longest of one', () => {
    const agents = [
      one({ breaks: 2, seconds: 900, longest_seconds: 600 }),
      one({
        breaks: 1,
        seconds: 300,
        longest_seconds: 300,
        on_break_since: '2026-11-01T08:00:00Z',
      }),
    ];
    expect(totalsOf(agents)).toEqual({ onBreak: 1, breaks: 3, seconds: 1200, longest: 600 });
    expect(totalsOf([])).toEqual({ onBreak: 0, breaks: 0, seconds: 0, longest: 0 });
  });
});
