/** The loudest of each of `count` equal parts, as shares of the loudest of all. */
export function peaksOf(samples: ArrayLike<number>, count: number): number[] {
  const size = samples.length / count;
  const peaks = Array.from({ length: count }, (_, index) => {
    let loudest = 0;
    const to = Math.min(samples.length, Math.floor((index + 1) * size));
    for (let at = Math.floor(index * size); at < to; at += 1) {
      loudest = Math.max(loudest, Math.abs(samples[at] ?? 0));
    }
    return loudest;
  });
  const top = Math.max(...peaks, 0);
  return top === 0 ? peaks : peaks.map((peak) => peak / top);
}

export const SPEEDS = [0.75, 1, 1.25, 1.5, 2];

const STEP_S = 5;
const LEAP_S = 30;

/** Where a key leads within a recording; null for a key that is none of these. */
export function seekTo(key: string, now: number, length: number, rtl: boolean): number | null {
  const later = rtl ? 'ArrowLeft' : 'ArrowRight';
  const earlier = rtl ? 'ArrowRight' : 'ArrowLeft';
  const steps: Record<string, number> = {
    [later]: STEP_S,
    [earlier]: -STEP_S,
    ArrowUp: STEP_S,
    ArrowDown: -STEP_S,
    PageUp: LEAP_S,
    PageDown: -LEAP_S,
    Home: Number.NEGATIVE_INFINITY,
    End: Number.POSITIVE_INFINITY,
  };
  const step = steps[key];
  return step === undefined ? null : Math.min(length, Math.max(0, now + step));
}
