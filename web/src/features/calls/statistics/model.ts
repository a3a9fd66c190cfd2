import type { CallFigures, CallGroup } from '@/lib/api';

const WORKDAY = { from: 8, to: 18 };

/**
 * The hours to draw: a working day, and whatever lies beyond it if there were calls. A night without
 * a call needs no room.
 */
export function busyHours(hours: CallGroup[]): CallGroup[] {
  const busy = hours.filter(({ total }) => total > 0).map(({ key }) => Number(key));
  const from = Math.min(WORKDAY.from, ...busy);
  const to = Math.max(WORKDAY.to, ...busy);
  return hours.filter(({ key }) => Number(key) >= from && Number(key) <= to);
}

/** "09" for nine in the morning. */
export function hourLabel(key: string): string {
  return key.padStart(2, '0');
}

/** How calls came out: every one that is over was answered by a person, or not. */
export const OUTCOMES = ['answered', 'missed', 'not_reached'] as const;

export function outcomesOf(figures: CallFigures) {
  return {
    answered: figures.answered,
    missed: figures.missed,
    not_reached: figures.not_reached,
  };
}
