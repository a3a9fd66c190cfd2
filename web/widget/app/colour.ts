/* Colours of the company made readable: WCAG 2.2, relative luminance and contrast. */

export type Rgb = readonly [number, number, number];

const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];
/** Text of any size (AA). */
const READABLE = 4.5;

/** The program's own accent, where the company gave none that can be read. */
export const OWN_ACCENT = '#0b6670';

export function parse(colour: string): Rgb {
  const [, digits = OWN_ACCENT.slice(1)] = /^#?([0-9a-f]{6})$/i.exec(colour.trim()) ?? [];
  const value = Number.parseInt(digits, 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

export function css([red, green, blue]: Rgb): string {
  return `rgb(${red} ${green} ${blue})`;
}

function luminance(colour: Rgb): number {
  const [red = 0, green = 0, blue = 0] = colour.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

export function contrast(one: Rgb, other: Rgb): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** White or black: one of the two is readable on any colour. */
export function inkOn(background: Rgb): Rgb {
  return contrast(WHITE, background) >= READABLE ? WHITE : BLACK;
}

export function opposite([red, green, blue]: Rgb): Rgb {
  return [255 - red, 255 - green, 255 - blue];
}

export function mix(one: Rgb, other: Rgb, share: number): Rgb {
  const part = (at: 0 | 1 | 2) => Math.round(one[at] + (other[at] - one[at]) * share);
  return [part(0), part(1), part(2)];
}

/** The colour, only as much darker or lighter as it takes to be read on all of these. */
export function readableOn(colour: Rgb, backgrounds: readonly Rgb[]): Rgb {
  const [first = WHITE] = backgrounds;
  const towards = inkOn(first);
  for (let share = 0; share < 1; share += 0.04) {
    const tried = mix(colour, towards, share);
    if (backgrounds.every((background) => contrast(tried, background) >= READABLE)) return tried;
  }
  return towards;
}
