import { usePreferences } from '../preferences';
import { type ShortcutDefinition, type ShortcutId, shortcutDefinitions } from './definitions';
import { comboOf, isCharacterKey, isModifier, type KeyPress } from './keys';

type Handler = () => void;

/* The last one to come acts: a dialog covers the list below it. */
const handlers = new Map<ShortcutId, Handler[]>();
const listeners = new Set<() => void>();
let activeIds: ShortcutId[] = [];

const SEQUENCE_MS = 1_000;
let pending: { first: string; until: number } | null = null;

/** The keys of a shortcut on this device; null when it was switched off. */
export function keysOf(id: ShortcutId): string | null {
  const { shortcuts, characterKeys } = usePreferences.getState();
  const own = shortcuts[id];
  const keys = own === undefined ? shortcutDefinitions[id].keys : own;
  if (keys === null || (!characterKeys && isCharacterKey(keys))) return null;
  return keys;
}

export function register(id: ShortcutId, handler: Handler): () => void {
  handlers.set(id, [...(handlers.get(id) ?? []), handler]);
  changed();
  return () => {
    const rest = (handlers.get(id) ?? []).filter((other) => other !== handler);
    if (rest.length > 0) handlers.set(id, rest);
    else handlers.delete(id);
    changed();
  };
}

function changed(): void {
  activeIds = [...handlers.keys()];
  for (const listener of listeners) listener();
}

/** Shortcuts that would do something on this page now. */
export function activeShortcuts(): ShortcutId[] {
  return activeIds;
}

export function onShortcutsChanged(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  const input = target.closest('input, textarea, select, [contenteditable]');
  if (!input) return false;
  const type = input.getAttribute('type');
  return type !== 'checkbox' && type !== 'radio' && type !== 'button';
}

/**
 * Inside an open dialog or menu only its own shortcuts act, and those made for inputs. A drawer
 * beside the page (`data-beside`) covers nothing.
 */
function isCovered(target: EventTarget | null): boolean {
  const cover = target instanceof Element ? target.closest('[role=dialog],[role=menu]') : null;
  return cover !== null && !cover.hasAttribute('data-beside');
}

/** Finds the shortcut of a key press; `typing` means that an input has the focus. */
export function match(event: KeyPress, typing: boolean, now: number): ShortcutId | null {
  if (isModifier(event.code)) return null;
  const combo = comboOf(event);
  const sequence = pending && now < pending.until ? `${pending.first} ${combo}` : null;
  pending = null;
  let starts = false;
  for (const id of handlers.keys()) {
    const keys = keysOf(id);
    if (keys === null) continue;
    const definition: ShortcutDefinition = shortcutDefinitions[id];
    if (typing && (!definition.inInputs || isCharacterKey(keys))) continue;
    if (keys === sequence || (sequence === null && keys === combo)) return id;
    if (sequence === null && keys.startsWith(`${combo} `)) starts = true;
  }
  if (starts) pending = { first: combo, until: now + SEQUENCE_MS };
  return null;
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.repeat) return;
  const typing = isTyping(event.target) || isCovered(event.target);
  const id = match(event, typing, event.timeStamp);
  if (!id) return;
  event.preventDefault();
  handlers.get(id)?.at(-1)?.();
}

export function listenForShortcuts(): () => void {
  addEventListener('keydown', onKeyDown);
  return () => removeEventListener('keydown', onKeyDown);
}
