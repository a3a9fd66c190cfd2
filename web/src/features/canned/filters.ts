import type { CannedQuery, CannedScope } from '@/lib/api';

/** The tabs of the page. */
export const VIEWS = ['all', 'personal', 'team', 'company'] as const;
export type CannedView = (typeof VIEWS)[number];

export const SORTS = ['used', 'title', 'newest'] as const;
export type CannedSort = (typeof SORTS)[number];

/** What the list shows, as it stands in the address. Empty words narrow nothing. */
export interface CannedFilters {
  view: CannedView;
  sort: CannedSort;
  category: string;
  tag: string;
  search: string;
}

const texts = ['category', 'tag', 'search'] as const;

function oneOf<Word extends string>(words: readonly [Word, ...Word[]], word: string | null): Word {
  return words.find((one) => one === word) ?? words[0];
}

/** Reads an address somebody may have written by hand. */
export function readFilters(params: URLSearchParams): CannedFilters {
  const text = (name: string) => (params.get(name) ?? '').slice(0, 100);
  return {
    view: oneOf(VIEWS, params.get('view')),
    sort: oneOf(SORTS, params.get('sort')),
    category: text('category'),
    tag: text('tag'),
    search: text('search'),
  };
}

/** The address of these filters; the defaults are left out. */
export function writeFilters(filters: CannedFilters): URLSearchParams {
  const params = new URLSearchParams();
  if (filters.view !== 'all') params.set('view', filters.view);
  if (filters.sort !== 'used') params.set('sort', filters.sort);
  for (const name of texts) if (filters[name] !== '') params.set(name, filters[name]);
  return params;
}

/** The same as parameters of the server's list. */
export function toQuery(filters: CannedFilters): CannedQuery {
  const scope: CannedScope | null = filters.view === 'all' ? null : filters.view;
  return {
    sort: filters.sort,
    ...(scope ? { scope } : {}),
    ...Object.fromEntries(texts.flatMap((name) => (filters[name] ? [[name, filters[name]]] : []))),
  };
}

export function isNarrowed(filters: CannedFilters): boolean {
  return texts.some((name) => filters[name] !== '');
}

/** Where the file of what the list shows is. */
export function exportAddress(filters: CannedFilters, format: 'csv' | 'xlsx', language: string) {
  const { sort: _sort, ...query } = toQuery(filters);
  const params = new URLSearchParams({ ...(query as Record<string, string>), format, language });
  return `/api/canned-responses/export?${params}`;
}
