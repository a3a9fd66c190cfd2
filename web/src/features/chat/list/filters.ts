import type { Chat, ChatQuery, ChatState } from '@/lib/api';
import { dayOf } from '@/lib/format';

/** The panes of the desk; `all` are the chats of everybody one sees. */
export const VIEWS = ['waiting', 'mine', 'all', 'history'] as const;
export type ChatView = (typeof VIEWS)[number];

export const SORTS = ['newest', 'oldest', 'wait_time'] as const;
export type ChatSort = (typeof SORTS)[number];

/** When those of the history ended; beside these a day, or one and another: 2026-11-01..2026-11-07. */
export const DATES = ['today', 'yesterday', 'week', 'last_week', 'month'] as const;

/** How those of the history ended. */
export const ENDS = ['closed', 'missed', 'abandoned'] as const;

/** What those of the history have: an answer to a customer who began, or a rating. */
export const WITH = ['answered', 'rated'] as const;

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
  /** Of the history alone, as the next two. */
  date: string;
  state: (typeof ENDS)[number] | '';
  with: (typeof WITH)[number] | '';
}

/** What narrows a pane, and is cleared together. */
export const noNarrowing = {
  department: '',
  tag: '',
  agent: '',
  date: '',
  state: '',
  with: '',
} as const;

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
    date: view === 'history' ? readDate(text('date')) : '',
    state: (view === 'history' && oneOf(ENDS, params.get('state'))) || '',
    with: (view === 'history' && oneOf(WITH, params.get('with'))) || '',
  };
}

/** A word, or the days of a span as [from, to]; null where it is neither. */
export function daysOf(date: string): [string, string] | null {
  const found = /^(\d{4}-\d{2}-\d{2})(?:\.\.(\d{4}-\d{2}-\d{2}))?$/.exec(date);
  return found?.[1] ? [found[1], found[2] ?? found[1]] : null;
}

function readDate(date: string): string {
  return oneOf(DATES, date) ?? (daysOf(date) ? date : '');
}

/** The address of these filters; the defaults are left out. */
export function writeFilters(filters: ChatFilters, home: ChatView): URLSearchParams {
  const params = new URLSearchParams();
  if (filters.view !== home) params.set('view', filters.view);
  if (filters.sort !== defaultSort(filters.view)) params.set('sort', filters.sort);
  for (const name of ['department', 'tag', 'agent', 'search', 'date', 'state', 'with'] as const) {
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
    ...(view === 'history' ? endedQuery(filters) : {}),
  };
}

function endedQuery({ date, state, with: having }: ChatFilters): ChatQuery {
  const days = daysOf(date);
  return {
    ...(days ? { date_from: days[0], date_to: days[1] } : {}),
    ...(date && !days ? { date } : {}),
    ...(state ? { state } : {}),
    ...(having ? { with: having } : {}),
  };
}

export function countNarrowing(filters: ChatFilters): number {
  const { department, tag, agent, date, state, with: having } = filters;
  return [department, tag, agent, date, state, having].filter(Boolean).length;
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
  if (view === 'history' && !endedAs(chat, filters)) return false;
  return search.trim() ? null : true;
}

/* Of a change that is told now: what just ended did so today. */
function endedAs(chat: Chat, { date, state, with: having }: ChatFilters): boolean {
  if (state && chat.state !== state) return false;
  if (having === 'rated' && chat.rating === null) return false;
  if (having === 'answered' && (!chat.first_response_at || chat.source === 'agent')) return false;
  if (!date || !chat.closed_at) return true;
  const day = dayOf(chat.closed_at);
  const days = daysOf(date);
  if (days) return days[0] <= day && day <= days[1];
  if (date === 'today') return day === dayOf(Date.now());
  return date === 'week' || date === 'month';
}

/** Where a new one comes into view without moving what is there. */
export function placeOf({ sort }: ChatFilters): 'first' | 'last' {
  return sort === 'newest' ? 'first' : 'last';
}
