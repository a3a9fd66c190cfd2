import { useEffect, useRef, useSyncExternalStore } from 'react';
import { usePreferences } from '../preferences';
import type { ShortcutId } from './definitions';
import { activeShortcuts, keysOf, onShortcutsChanged, register } from './registry';

/** `useShortcut('list.next', next)`: acts while the component is mounted and `enabled`. */
export function useShortcut(id: ShortcutId, run: () => void, enabled = true): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    if (!enabled) return;
    return register(id, () => latest.current());
  }, [id, enabled]);
}

/** The keys to show beside a button; undefined when the shortcut is off. */
export function useKeys(id: ShortcutId): string | undefined {
  usePreferences((state) => state.shortcuts[id]);
  usePreferences((state) => state.characterKeys);
  return keysOf(id) ?? undefined;
}

export function useActiveShortcuts(): ShortcutId[] {
  return useSyncExternalStore(onShortcutsChanged, activeShortcuts);
}
