import type { Chat, ChatQuery, ChatState } from '@/lib/api';

/** The panes of the desk; `all` are the chats of everybody one sees. */
export const VIEWS = ['waiting', 'mine', 'all', 'history'] as const;
export type ChatView = (typeof VIEWS)[number];

export const SORTS = ['newest', 'oldest', 'wait_time'] as const;
export type ChatSort = (typeof SORTS)[number];

/** What the list shows, as it stands in the address. Empty words narrow nothing. */
export interface ChatFilters {
  view: ChatView;
  sort: ChatSort;
  /** Code of the department. */
  department: string;
  tag: string;
  /** Code of the agent. */
  agent: string;
  search: string;
}

/** Who waits longest comes first; elsewhere what happened last. */
export function defaultSort(view: ChatView): ChatSort {
  return view === 'waiting' ? 'wait_time' : 'newest';
}

function oneOf<Word extends string>(words: readonly Word[], word: string | null): Word | undefined {
  return words.find((one) => one === word);
}

/** Reads an address somebody may have written by hand. */
export function readFilters(params: URLSearchParams, home: ChatView): ChatFilters {
  const text = (name: string) => (params.get(name) ?? '').slice(0, 200);
  const view = oneOf(VIEWS, params.get('view')) ?? home;
  return {
    view,
    sort: oneOf(SORTS, params.get('sort')) ?? defaultSort(view),
    department: text('department'),
    tag: text('tag'),
    agent: text('agent'),
    search: text('search'),
  };
}

/** The address of these filters; the defaults are left out. */
export function writeFilters(filters: ChatFilters, home: ChatView): URLSearchParams {
  const params = new URLSearchParams();
  if (filters.view !== home) params.set('view', filters.view);
  if (filters.sort !== defaultSort(filters.view)) params.set('sort', filters.sort);
  for (const name of ['department', 'tag', 'agent', 'search'] as const) {
    if (filters[name] !== '') params.set(name, filters[name]);
  }
  return params;
}

/** The same as parameters of the server's list. */
export function toQuery(filters: ChatFilters): ChatQuery {
  const { view, sort, department, tag, agent, search } = filters;
  return {
    ...(view === 'mine' ? { view: 'active', mine: true } : {}),
    ...(view === 'all' ? { view: 'active' } : {}),
    ...(view === 'waiting' || view === 'history' ? { view } : {}),
    sort,
    ...(department ? { department } : {}),
    ...(tag ? { tag } : {}),
    ...(agent && view !== 'mine' ? { agent_id: agent } : {}),
    ...(search.trim() ? { search: search.trim() } : {}),
  };
}

export function countNarrowing({ department, tag, agent }: ChatFilters): number {
  return [department, tag, agent].filter(Boolean).length;
}

const STATES: Record<ChatView, readonly ChatState[]> = {
  waiting: ['waiting', 'offered'],
  mine: ['active'],
  all: ['active'],
  history: ['closed', 'missed', 'abandoned'],
};

/** Does a chat belong into the list? What is searched for only the server can tell: null. */
export function belongs(chat: Chat, filters: ChatFilters, self: number | null): boolean | null {
  const { view, department, tag, agent, search } = filters;
  if (!STATES[view].includes(chat.state)) return false;
  if (view === 'mine' && chat.agent?.id !== self) return false;
  if (department && chat.department?.code !== department) return false;
  if (tag && !chat.tags.includes(tag)) return false;
  if (agent && view !== 'mine' && chat.agent?.code !== agent) return false;
  return search.trim() ? null : true;
}

/** Where a new one comes into view without moving what is there. */
export function placeOf({ sort }: ChatFilters): 'first' | 'last' {
  return sort === 'newest' ? 'first' : 'last';
}
