import type { Activity } from '@/lib/api';

export const RECENT_MS = 2 * 3_600_000;

/** What happened within the last two hours, the latest first. */
export function recentOnly(items: Activity[], now: number): Activity[] {
  return items
    .filter((item) => now - Date.parse(item.at) < RECENT_MS)
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
}
