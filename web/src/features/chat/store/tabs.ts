/** What the tabs of one person tell each other, so that they agree. */
export type TabNews =
  /** This chat was read up to there. */
  | { kind: 'read'; id: number; seq: number }
  /** Something of ours was put into the outbox of a chat, or has left it. */
  | { kind: 'outbox'; id: number }
  /** What is written and not sent yet. */
  | { kind: 'draft'; key: string; text: string };

const channel =
  typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('hatif.chats');

export function tellTabs(news: TabNews): void {
  channel?.postMessage(news);
}

/** Hears the other tabs. Returns the way to stop. */
export function hearTabs(run: (news: TabNews) => void): () => void {
  const heard = ({ data }: MessageEvent<TabNews>) => run(data);
  channel?.addEventListener('message', heard);
  return () => channel?.removeEventListener('message', heard);
}
