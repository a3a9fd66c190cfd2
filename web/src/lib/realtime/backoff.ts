const FIRST_MS = 500;
const LONGEST_MS = 30_000;

/**
 * Exponential with full jitter: after a restart of the server, hundreds of pages must not come
 * back in the same second. `random` is in [0, 1).
 */
export function backoff(attempt: number, random: number): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 10));
  return Math.round(ceiling / 2 + (ceiling / 2) * random);
}

export const RESTART_SPREAD_MS = 5_000;
