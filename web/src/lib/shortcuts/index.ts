export { mayShareKeys, type ShortcutId, shortcutDefinitions, shortcutIds } from './definitions';
export { ariaCombo, comboOf, comboText, isCharacterKey, isModifier, keyNames } from './keys';
export { listenForShortcuts } from './registry';
export { useActiveShortcuts, useKeys, useShortcut } from './use-shortcut';
