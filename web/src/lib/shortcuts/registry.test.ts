import { afterEach, describe, expect, it, vi } from 'vitest';
import { usePreferences } from '../preferences';
import { mayShareKeys, shortcutDefinitions, shortcutIds } from './definitions';
import { comboOf, comboText, isCharacterKey, type KeyPress } from './keys';
import { activeShortcuts, isTyping, listenForShortcuts, match, register } from './registry';

const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
const press = (code: string, more: Partial<KeyPress> = {}): KeyPress => ({
  ...none,
  code,
  ...more,
});

const undo: (() => void)[] = [];
const activate = (...ids: Parameters<typeof register>[0][]) => {
  for (const id of ids) undo.push(register(id, () => {}));
};

afterEach(() => {
  for (const stop of undo.splice(0)) stop();
  usePreferences.getState().set({ shortcuts: {}, characterKeys: true });
});

describe('keys', () => {
  it('are told by their place, so an Arabic layout changes nothing', () => {
    const arabicJ = { ...press('KeyJ'), key: 'ت' };
    expect(comboOf(arabicJ)).toBe('KeyJ');
  });

  it('know which combinations write a character', () => {
    expect(isCharacterKey('KeyJ')).toBe(true);
    expect(isCharacterKey('Shift+Slash')).toBe(true);
    expect(isCharacterKey('KeyG KeyO')).toBe(true);
    expect(isCharacterKey('Mod+KeyK')).toBe(false);
    expect(isCharacterKey('F2')).toBe(false);
  });

  it('are written as on the key caps', () => {
    expect(comboText('Mod+KeyK')).toBe('Ctrl+K');
    expect(comboText('KeyG KeyO')).toBe('G O');
    expect(comboText('Shift+Slash')).toBe('?');
  });
});

describe('definitions', () => {
  it('do not share keys where both can act', () => {
    const clashes = shortcutIds.flatMap((a, at) =>
      shortcutIds
        .slice(at + 1)
        .filter((b) => shortcutDefinitions[a].keys === shortcutDefinitions[b].keys)
        .filter((b) => !mayShareKeys(a, b))
        .map((b) => `${a} ${b}`),
    );
    expect(clashes).toEqual([]);
    expect(mayShareKeys('order.take', 'chat.claim')).toBe(true);
    expect(mayShareKeys('order.take', 'list.next')).toBe(false);
  });

  it('never let a letter act inside an input', () => {
    for (const id of shortcutIds) {
      const { keys, ...rest } = shortcutDefinitions[id];
      if ('inInputs' in rest) expect(isCharacterKey(keys), id).toBe(false);
    }
  });
});

describe('match', () => {
  it('finds only what is active', () => {
    expect(match(press('KeyJ'), false, 0)).toBeNull();
    activate('list.next');
    expect(activeShortcuts()).toContain('list.next');
    expect(match(press('KeyJ'), false, 0)).toBe('list.next');
    expect(match(press('KeyJ', { ctrlKey: true }), false, 0)).toBeNull();
  });

  it('takes both Ctrl and Cmd', () => {
    activate('app.palette');
    expect(match(press('KeyK', { ctrlKey: true }), false, 0)).toBe('app.palette');
    expect(match(press('KeyK', { metaKey: true }), false, 0)).toBe('app.palette');
  });

  it('keeps letters for typing, and palette keys for everywhere', () => {
    activate('list.next', 'app.palette');
    expect(match(press('KeyJ'), true, 0)).toBeNull();
    expect(match(press('KeyK', { ctrlKey: true }), true, 0)).toBe('app.palette');
  });

  it('follows a sequence, but not after a pause', () => {
    activate('go.orders', 'order.details');
    expect(match(press('KeyG'), false, 0)).toBeNull();
    expect(match(press('KeyO'), false, 500)).toBe('go.orders');
    expect(match(press('KeyG'), false, 1_000)).toBeNull();
    expect(match(press('KeyO'), false, 2_500)).toBe('order.details');
  });

  it('obeys own keys, and the switch for letters', () => {
    activate('list.next');
    usePreferences.getState().set({ shortcuts: { 'list.next': 'Alt+KeyN' } });
    expect(match(press('KeyJ'), false, 0)).toBeNull();
    expect(match(press('KeyN', { altKey: true }), false, 0)).toBe('list.next');
    usePreferences.getState().set({ shortcuts: { 'list.next': null } });
    expect(match(press('KeyN', { altKey: true }), false, 0)).toBeNull();
    usePreferences.getState().set({ shortcuts: {}, characterKeys: false });
    expect(match(press('KeyJ'), false, 0)).toBeNull();
  });
});

describe('the listener', () => {
  it('lets the newest handler act and stops the default', () => {
    const stop = listenForShortcuts();
    const below = vi.fn();
    const above = vi.fn();
    undo.push(stop, register('list.next', below), register('list.next', above));
    const event = new KeyboardEvent('keydown', { code: 'KeyJ', bubbles: true, cancelable: true });
    document.body.dispatchEvent(event);
    expect(above).toHaveBeenCalledOnce();
    expect(below).not.toHaveBeenCalled();
    expect(event.defaultPrevented).toBe(true);
  });

  it('knows a text field from a check box', () => {
    const text = document.createElement('input');
    const box = document.createElement('input');
    box.type = 'checkbox';
    expect(isTyping(text)).toBe(true);
    expect(isTyping(box)).toBe(false);
  });
});
