import { describe, expect, it } from 'vitest';
import { contrast, inkOn, parse, type Rgb, readableOn } from './colour';
import { accentVariables } from './theme';

const grey = (value: number): Rgb => [value, value, value];
const accents = ['#ffffff', '#000000', '#ffff00', '#808080', '#0b6670', '#1d4ed8', '#ff7a00'];
const all: string[] = [...accents];
for (let red = 0; red <= 255; red += 51) {
  for (let green = 0; green <= 255; green += 51) {
    for (let blue = 0; blue <= 255; blue += 51) {
      all.push(`#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`);
    }
  }
}

const read = (text: string): Rgb => {
  const [red = 0, green = 0, blue = 0] = text.match(/\d+/g)?.map(Number) ?? [];
  return [red, green, blue];
};

describe('whatever colour a company chooses', () => {
  it('measures as the guidelines do', () => {
    expect(contrast(grey(0), grey(255))).toBeCloseTo(21, 5);
    expect(contrast(grey(119), grey(255))).toBeCloseTo(4.48, 2);
  });

  it.each([false, true])('is readable, as an area and as text (dark: %s)', (dark) => {
    const surfaces: Rgb[] = dark
      ? [
          [20, 25, 31],
          [34, 42, 51],
        ]
      : [
          [255, 255, 255],
          [238, 241, 244],
        ];
    for (const accent of all) {
      const made = accentVariables(accent, dark);
      const variable = (name: string) => read(made[name] ?? '');
      const onAccent = variable('--on-accent');
      expect(contrast(onAccent, variable('--accent')), accent).toBeGreaterThanOrEqual(4.5);
      expect(contrast(onAccent, variable('--accent-hover')), accent).toBeGreaterThanOrEqual(4.5);
      for (const surface of [...surfaces, variable('--accent-tint')]) {
        expect(contrast(variable('--accent-ink'), surface), accent).toBeGreaterThanOrEqual(4.5);
      }
      expect(contrast(variable('--accent-edge'), surfaces[0] ?? grey(0))).toBeGreaterThanOrEqual(3);
      // What is written in a message that is still on its way.
      const ink: Rgb = dark ? [233, 237, 242] : [20, 25, 31];
      expect(contrast(ink, variable('--accent-tint')), accent).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('stays as it is where it can be read, and is the program’s own where it is none', () => {
    expect(readableOn([11, 102, 112], [grey(255)])).toEqual([11, 102, 112]);
    expect(inkOn(grey(255))).toEqual([0, 0, 0]);
    expect(parse('red; background: url(x)')).toEqual([11, 102, 112]);
  });
});
