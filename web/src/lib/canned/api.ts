import { api, type CannedQuery, call } from '@/lib/api';

/* Ready-made responses: what their page and the composer of chats ask of the server. */

/** Everything that is asked about them; a change anywhere makes it old. */
export const CANNED = 'canned';

export function listCanned(query: CannedQuery, signal?: AbortSignal) {
  return call(api.GET('/api/canned-responses', { params: { query }, signal }));
}

/** What a response says in a chat. */
export interface Rendered {
  id: number;
  body: string;
  language: 'en' | 'ar';
  /** Another language was wanted, and there is no text in it. */
  fallback: boolean;
  /** Names that are no variables. */
  unknown: string[];
  /** Variables of which nothing is known in this chat. */
  missing: string[];
}

export function renderCanned(id: number, chatId: number): Promise<Rendered> {
  const params = { path: { id: String(id) } };
  const body = { chat_id: String(chatId) };
  return call(api.POST('/api/canned-responses/{id}/render', { params, body }));
}

/** Stands where nothing is known, for the writer to fill in. */
export const GAP = '____';
