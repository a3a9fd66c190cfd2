/**
 * Ticks of an axis that begins at zero and ends at a round number not below `max`. Of what comes
 * in whole numbers there is no half.
 */
export function niceTicks(max: number, whole = false, wanted = 4): number[] {
  if (!(max > 0)) return [0, 1];
  const rough = max / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const fits = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const step = whole ? Math.ceil(fits) : fits;
  const count = Math.ceil(max / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, i) => Number((i * step).toPrecision(12)));
}

/** Every n-th label only, so that those shown have room. */
export function labelStep(count: number, width: number, labelWidth: number): number {
  const room = Math.max(1, Math.floor(width / labelWidth));
  return Math.max(1, Math.ceil(count / room));
}
