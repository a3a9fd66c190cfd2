const round = (value: number) => Number(value.toFixed(2));

/**
 * A part of a ring around (0, 0), from one share of the turn to another, beginning at the top. It
 * goes with the clock, and the other way in right-to-left pages, as reading does.
 */
export function ringPart(from: number, to: number, radii: [number, number], rtl: boolean): string {
  const [inner, outer] = radii;
  // A whole turn begins where it ends, which draws nothing: leave out a hair of it.
  const end = Math.min(to, from + 0.9999);
  const at = (share: number, radius: number) => {
    const angle = share * 2 * Math.PI;
    return `${round((rtl ? -1 : 1) * radius * Math.sin(angle))} ${round(-radius * Math.cos(angle))}`;
  };
  const large = end - from > 0.5 ? 1 : 0;
  const [onward, back] = rtl ? [0, 1] : [1, 0];
  return [
    `M${at(from, outer)}`,
    `A${outer} ${outer} 0 ${large} ${onward} ${at(end, outer)}`,
    `L${at(end, inner)}`,
    `A${inner} ${inner} 0 ${large} ${back} ${at(from, inner)}Z`,
  ].join('');
}
