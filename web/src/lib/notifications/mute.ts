import { toWall } from '@/lib/orders/wall-time';

export const MUTE_CHOICES = ['30', '60', '120', 'tomorrow'] as const;
export type MuteChoice = (typeof MUTE_CHOICES)[number];

const MORNING_MINUTES = 8 * 60;
const DAY_MINUTES = 24 * 60;

/** Until eight in the morning, by the clock the person reads. */
export function minutesOf(choice: MuteChoice, now: number): number {
  if (choice !== 'tomorrow') return Number(choice);
  const [hours = 0, minutes = 0] = toWall(now).slice(11, 16).split(':').map(Number);
  return DAY_MINUTES - (hours * 60 + minutes) + MORNING_MINUTES;
}
