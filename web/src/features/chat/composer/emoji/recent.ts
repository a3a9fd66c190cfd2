import { readLocal, writeLocal } from '@/lib/storage/local';

const KEY = 'hatif.emoji.recent';
const MOST = 16;

/** The emojis one took last, on this device. */
export function recentEmojis(): readonly string[] {
  const kept = readLocal<unknown>(KEY, []);
  return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string').slice(0, MOST) : [];
}

export function noteEmoji(emoji: string): void {
  writeLocal(KEY, [emoji, ...recentEmojis().filter((one) => one !== emoji)].slice(0, MOST));
}
