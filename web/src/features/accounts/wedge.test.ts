import { describe, expect, it } from 'vitest';
import { emptyWedge, type WedgeKey, wedgeKey } from './wedge';

const codes: Record<string, string> = { '-': 'Minus' };

function keysOf(text: string, gap: number, key = (character: string) => character): WedgeKey[] {
  const presses = [...text].map((character, index) => ({
    code: /[a-z]/i.test(character)
      ? `Key${character.toUpperCase()}`
      : (codes[character] ?? `Digit${character}`),
    key: key(character),
    shiftKey: /[A-Z]/.test(character),
    capsLock: false,
    at: 5_000 + index * gap,
  }));
  return [
    ...presses,
    {
      code: 'Enter',
      key: 'Enter',
      shiftKey: false,
      capsLock: false,
      at: 5_000 + text.length * gap,
    },
  ];
}

function scan(keys: WedgeKey[]): string | null {
  let state = emptyWedge;
  let scanned: string | null = null;
  for (const key of keys) {
    const step = wedgeKey(state, key);
    state = step.state;
    scanned = step.scanned ?? scanned;
  }
  return scanned;
}

describe('badge scanner', () => {
  it('reads a fast code up to Enter', () => {
    expect(scan(keysOf('BDG-00417x', 8))).toBe('BDG-00417x');
  });

  it('reads the same code on an Arabic layout', () => {
    expect(scan(keysOf('BDG-00417x', 8, () => 'ش'))).toBe('BDG-00417x');
  });

  it('is not turned around by Caps Lock', () => {
    const turned = (character: string) =>
      character === character.toUpperCase() ? character.toLowerCase() : character.toUpperCase();
    const keys = keysOf('BDG-00417x', 8, turned).map((key) => ({ ...key, capsLock: true }));
    expect(scan(keys)).toBe('BDG-00417x');
  });

  it('does not take what is typed by hand', () => {
    expect(scan(keysOf('BDG-00417x', 180))).toBeNull();
  });

  it('starts over after a pause, so a stray key spoils nothing', () => {
    const stray = { code: 'KeyQ', key: 'q', shiftKey: false, capsLock: false, at: 1_000 };
    expect(scan([stray, ...keysOf('AG001', 10)])).toBe('AG001');
  });

  it('ignores modifiers and an empty scan', () => {
    const shift = { code: 'ShiftLeft', key: 'Shift', shiftKey: true, capsLock: false, at: 4_995 };
    expect(scan([shift, ...keysOf('AG001', 10)])).toBe('AG001');
    expect(scan(keysOf('', 10))).toBeNull();
  });
});
