/** Every shortcut of the app with its first keys. Words are in common.json under `shortcut`. */
export const shortcutDefinitions = {
  'app.palette': { keys: 'Mod+KeyK', group: 'general', inInputs: true },
  'app.help': { keys: 'Shift+Slash', group: 'general' },
  'app.settings': { keys: 'Mod+Comma', group: 'general', inInputs: true },
  'app.presence': { keys: 'Mod+Period', group: 'general', inInputs: true },
  'app.sidebar': { keys: 'BracketLeft', group: 'general' },
  'go.dashboard': { keys: 'KeyG KeyD', group: 'navigation' },
  'go.orders': { keys: 'KeyG KeyO', group: 'navigation' },
  'go.inventory': { keys: 'KeyG KeyI', group: 'navigation' },
  'go.delivery': { keys: 'KeyG KeyL', group: 'navigation' },
  'go.call_log': { keys: 'KeyG KeyC', group: 'navigation' },
  'go.console': { keys: 'KeyG KeyN', group: 'navigation' },
  'go.chats': { keys: 'KeyG KeyH', group: 'navigation' },
  'go.messages': { keys: 'KeyG KeyM', group: 'navigation' },
  'go.escalations': { keys: 'KeyG KeyE', group: 'navigation' },
  'go.performance': { keys: 'KeyG KeyP', group: 'navigation' },
  'phone.answer': { keys: 'F2', group: 'phone', inInputs: true },
  // While somebody types a stray key must not end a call: that cannot be undone.
  'phone.end': { keys: 'F4', group: 'phone' },
  'phone.mute': { keys: 'F8', group: 'phone', inInputs: true },
  'phone.hold': { keys: 'F9', group: 'phone', inInputs: true },
  'phone.take': { keys: 'KeyQ', group: 'phone' },
  'list.search': { keys: 'Slash', group: 'list' },
  'list.next': { keys: 'KeyJ', group: 'list' },
  'list.previous': { keys: 'KeyK', group: 'list' },
  'list.select': { keys: 'KeyX', group: 'list' },
  'list.select_range': { keys: 'Shift+KeyX', group: 'list' },
  'list.bulk': { keys: 'KeyB', group: 'list' },
  'list.refresh': { keys: 'Shift+KeyR', group: 'list' },
  'order.call': { keys: 'KeyC', group: 'order' },
  'order.update': { keys: 'KeyU', group: 'order' },
  'order.details': { keys: 'KeyO', group: 'order' },
  'order.note': { keys: 'KeyN', group: 'order' },
  'order.callback': { keys: 'KeyS', group: 'order' },
  'order.reassign': { keys: 'KeyT', group: 'order' },
  'order.modify': { keys: 'KeyM', group: 'order' },
  'order.take': { keys: 'KeyA', group: 'order' },
  'order.confirmed': { keys: 'Digit1', group: 'order' },
  'order.no_response': { keys: 'Digit2', group: 'order' },
  'order.closed': { keys: 'Digit3', group: 'order' },
  'order.postponed': { keys: 'Digit4', group: 'order' },
  'order.under_review': { keys: 'Digit5', group: 'order' },
  'order.cancelled': { keys: 'Digit6', group: 'order' },
  // Offers run out: they can be answered from whatever one is writing.
  'chat.accept': { keys: 'Mod+Shift+Enter', group: 'chat', inInputs: true },
  'chat.decline': { keys: 'Mod+Shift+Backspace', group: 'chat', inInputs: true },
  'chat.anyway': { keys: 'Mod+Shift+Space', group: 'chat', inInputs: true },
  'chat.canned': { keys: 'Mod+Slash', group: 'chat', inInputs: true },
  'chat.claim': { keys: 'KeyA', group: 'chat' },
  'chat.reply': { keys: 'KeyR', group: 'chat' },
  'chat.note': { keys: 'KeyN', group: 'chat' },
  'chat.close': { keys: 'KeyE', group: 'chat' },
  'chat.close_next': { keys: 'Shift+KeyE', group: 'chat' },
  'chat.transfer': { keys: 'KeyT', group: 'chat' },
  'chat.tags': { keys: 'KeyL', group: 'chat' },
  'chat.details': { keys: 'BracketRight', group: 'chat' },
  'chat.tab_1': { keys: 'Alt+Digit1', group: 'chat', inInputs: true },
  'chat.tab_2': { keys: 'Alt+Digit2', group: 'chat', inInputs: true },
  'chat.tab_3': { keys: 'Alt+Digit3', group: 'chat', inInputs: true },
  'chat.tab_4': { keys: 'Alt+Digit4', group: 'chat', inInputs: true },
  'chat.tab_5': { keys: 'Alt+Digit5', group: 'chat', inInputs: true },
  'chat.tab_6': { keys: 'Alt+Digit6', group: 'chat', inInputs: true },
  'chat.tab_7': { keys: 'Alt+Digit7', group: 'chat', inInputs: true },
  'chat.tab_8': { keys: 'Alt+Digit8', group: 'chat', inInputs: true },
  'chat.tab_9': { keys: 'Alt+Digit9', group: 'chat', inInputs: true },
} as const satisfies Record<string, ShortcutDefinition>;

export interface ShortcutDefinition {
  keys: string;
  group: 'general' | 'navigation' | 'phone' | 'list' | 'order' | 'chat';
  /** Acts also while an input has the focus; only for combinations that write nothing. */
  inInputs?: boolean;
}

export type ShortcutId = keyof typeof shortcutDefinitions;
export const shortcutIds = Object.keys(shortcutDefinitions) as ShortcutId[];

/** A page has orders or chats: what is done with either may have the same keys. */
export function mayShareKeys(a: ShortcutId, b: ShortcutId): boolean {
  const groups = [shortcutDefinitions[a].group, shortcutDefinitions[b].group];
  return groups.includes('order') && groups.includes('chat');
}
