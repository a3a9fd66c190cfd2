import type { ChatMessage } from '@/lib/api';
import type { Queued } from '../store/outbox';

/** A line of the conversation as it is drawn. */
export type Item =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'news'; key: string }
  /** `isFirst`: of those that one person wrote in a row; it bears the name. */
  | { kind: 'message'; key: string; message: ChatMessage; isFirst: boolean; isLast: boolean }
  | { kind: 'event'; key: string; message: ChatMessage }
  | { kind: 'queued'; key: string; queued: Queued };

/* Further apart, two messages of one person stand for themselves. */
const TOGETHER_MS = 5 * 60_000;

function isTogether(a: ChatMessage | undefined, b: ChatMessage | undefined): boolean {
  if (!a || !b || a.kind === 'event' || b.kind === 'event') return false;
  return (
    a.speaker === b.speaker &&
    a.internal === b.internal &&
    a.author?.user_id === b.author?.user_id &&
    Date.parse(b.sent_at) - Date.parse(a.sent_at) < TOGETHER_MS
  );
}

/** The seq of the first message of the customer that was unread when the chat was opened. */
export function firstUnread(messages: readonly ChatMessage[], unread: number): number | null {
  let left = unread;
  for (let at = messages.length - 1; at >= 0 && left > 0; at -= 1) {
    const message = messages[at];
    if (message?.speaker !== 'customer') continue;
    left -= 1;
    if (left === 0) return message.seq;
  }
  return null;
}

interface Whole {
  messages: readonly ChatMessage[];
  queued: readonly Queued[];
  /** Where the line stands below which everything is new. */
  newFrom: number | null;
  /** The calendar day of a moment, where the company is. */
  dayOf: (at: string) => string;
}

/* Days begin at a quarter of an hour in every zone, so messages of one quarter share their day. */
const QUARTER_MS = 15 * 60_000;

/** The day of each message. A calendar is slow to ask, and a conversation may be long. */
function daysOf(messages: readonly ChatMessage[], dayOf: Whole['dayOf']): string[] {
  let quarter = Number.NaN;
  let day = '';
  return messages.map(({ sent_at }) => {
    const own = Math.floor(Date.parse(sent_at) / QUARTER_MS);
    if (own !== quarter) day = dayOf(sent_at);
    quarter = own;
    return day;
  });
}

/** All lines of a conversation, in their order. */
export function buildItems({ messages, queued, newFrom, dayOf }: Whole): Item[] {
  const items: Item[] = [];
  const days = daysOf(messages, dayOf);
  let day = '';
  let hasLine = false;
  messages.forEach((message, at) => {
    const today = days[at] ?? '';
    if (today !== day) items.push({ kind: 'day', key: `day-${today}`, at: message.sent_at });
    const isNews = newFrom !== null && !hasLine && message.seq >= newFrom;
    if (isNews) items.push({ kind: 'news', key: 'news' });
    hasLine ||= isNews;
    if (message.kind === 'event') {
      items.push({ kind: 'event', key: `m-${message.seq}`, message });
    } else {
      const [before, after] = [messages[at - 1], messages[at + 1]];
      const isFirst = isNews || today !== day || !isTogether(before, message);
      const isLast = !isTogether(message, after) || days[at + 1] !== today;
      items.push({ kind: 'message', key: `m-${message.seq}`, message, isFirst, isLast });
    }
    day = today;
  });
  for (const one of queued) items.push({ kind: 'queued', key: one.key, queued: one });
  return items;
}
