/**
 * Shortcuts are told by KeyboardEvent.code, the place of the key: on an Arabic layout the J key
 * writes an Arabic letter, yet it is still the J key.
 *
 *   'KeyJ'  'Shift+Slash'  'Mod+KeyK' (Ctrl, on macOS Cmd)  'KeyG KeyO' (one after the other)
 */
export interface KeyPress {
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

export function comboOf(event: KeyPress): string {
  const parts: string[] = [];
  if (event.ctrlKey || event.metaKey) parts.push('Mod');
  if (event.altKey) parts.push('Alt');
  if (event.shiftKey) parts.push('Shift');
  parts.push(event.code);
  return parts.join('+');
}

export function isModifier(code: string): boolean {
  return /^(Control|Shift|Alt|Meta|OS)(Left|Right)?$/.test(code);
}

/** A combination that writes a character: it must not act while somebody types. */
export function isCharacterKey(combo: string): boolean {
  return combo.split(' ').every((step) => {
    if (/(^|\+)(Mod|Alt)\+/.test(step)) return false;
    const code = step.slice(step.lastIndexOf('+') + 1);
    return /^(Key|Digit|Numpad|Bracket|Slash|Backslash|Period|Comma|Semicolon|Quote|Minus|Equal|Backquote|Space|IntlBackslash)/.test(
      code,
    );
  });
}

const NAMES: Record<string, string> = {
  Mod: 'Ctrl',
  Slash: '/',
  Period: '.',
  Comma: ',',
  BracketLeft: '[',
  BracketRight: ']',
  Backslash: '\\',
  Semicolon: ';',
  Quote: "'",
  Minus: '-',
  Equal: '=',
  Escape: 'Esc',
  Enter: 'Enter',
  Space: 'Space',
  ArrowUp: '↑',
  ArrowDown: '↓',
};

const isMac = /mac/i.test(navigator.platform);

/** How a combination is written on a key cap: steps of key names. */
export function keyNames(combo: string): string[][] {
  return combo.split(' ').map((step) => {
    if (step === 'Shift+Slash') return ['?'];
    return step.split('+').map((part) => {
      if (part === 'Mod' && isMac) return '⌘';
      return NAMES[part] ?? part.replace(/^(Key|Digit|Numpad)/, '');
    });
  });
}

export function comboText(combo: string): string {
  return keyNames(combo)
    .map((step) => step.join('+'))
    .join(' ');
}

/** The form of aria-keyshortcuts. */
export function ariaCombo(combo: string): string {
  return combo
    .split(' ')
    .map((step) => step.replace('Mod', 'Control').replace(/(Key|Digit)(?=\w$)/, ''))
    .join(' ');
}
