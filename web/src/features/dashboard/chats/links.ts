/** The places of the desk that show the rows behind a figure; empty words are left out. */
export function chatsLink(filters: Record<string, string>): string {
  const query = new URLSearchParams(Object.entries(filters).filter(([, value]) => value));
  return query.size > 0 ? `/agent/chats?${query}` : '/agent/chats';
}

/** What ended on a day, or from one to another. */
export function endedLink(from: string, to: string, more: Record<string, string> = {}): string {
  return chatsLink({ view: 'history', date: from === to ? from : `${from}..${to}`, ...more });
}

export const endedToday = (more: Record<string, string>) =>
  chatsLink({ view: 'history', date: 'today', ...more });
