/**
 * A badge scanner is a keyboard that types very fast and ends with Enter. It types by the places
 * of the keys, so on an Arabic layout the characters must be read from the codes, not from the
 * letters that would appear.
 */
export interface WedgeState {
  text: string;
  lastAt: number;
}

export interface WedgeKey {
  code: string;
  key: string;
  shiftKey: boolean;
  capsLock: boolean;
  at: number;
}

export interface WedgeStep {
  state: WedgeState;
  /** A complete badge code. */
  scanned: string | null;
}

/* A person needs more than this between two keys, a scanner much less. */
const SLOWEST_GAP_MS = 100;
const SHORTEST_CODE = 3;
const LONGEST_CODE = 128;

export const emptyWedge: WedgeState = { text: '', lastAt: 0 };

const plain: Record<string, string> = {
  Minus: '-',
  Equal: '=',
  Period: '.',
  Comma: ',',
  Slash: '/',
  Semicolon: ';',
  Space: ' ',
};
const shifted: Record<string, string> = {
  Minus: '_',
  Equal: '+',
  Semicolon: ':',
  Digit1: '!',
  Digit3: '#',
  Digit4: '$',
  Digit5: '%',
};

export function characterOf(key: WedgeKey): string | null {
  // What the key wrote is right on a Latin layout, unless Caps Lock turned its case around.
  const latin = /^[\x20-\x7e]$/.test(key.key);
  if (latin && !key.capsLock) return key.key;
  const letter = /^Key([A-Z])$/.exec(key.code)?.[1];
  if (letter) return key.shiftKey ? letter : letter.toLowerCase();
  if (key.shiftKey && shifted[key.code]) return shifted[key.code] as string;
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(key.code)?.[1];
  if (digit) return digit;
  if (plain[key.code]) return plain[key.code] as string;
  return latin ? key.key : null;
}

/** Takes one key press. Slow typing starts over, so a badge cannot be typed by hand. */
export function wedgeKey(state: WedgeState, key: WedgeKey): WedgeStep {
  const fast = key.at - state.lastAt <= SLOWEST_GAP_MS;
  const text = fast ? state.text : '';
  if (key.code === 'Enter' || key.code === 'NumpadEnter') {
    const scanned = text.length >= SHORTEST_CODE ? text.trim() : null;
    return { state: emptyWedge, scanned };
  }
  const character = characterOf(key);
  if (character === null || text.length >= LONGEST_CODE) {
    return { state: { text, lastAt: key.at }, scanned: null };
  }
  return { state: { text: text + character, lastAt: key.at }, scanned: null };
}
