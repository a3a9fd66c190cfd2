import type { CannedResponse } from '@/lib/api';

/** Pages of the list, as they were loaded one after the other. */
export interface Pages<Page extends { responses: CannedResponse[] }> {
  pages: Page[];
  pageParams: unknown[];
}

interface Page {
  responses: CannedResponse[];
}

/** Each once: while one scrolls a use moves a row from one page to the next. */
export function rowsOf(data: Pages<Page> | undefined): CannedResponse[] {
  const rows = new Map<number, CannedResponse>();
  for (const { responses } of data?.pages ?? [])
    for (const row of responses) if (!rows.has(row.id)) rows.set(row.id, row);
  return [...rows.values()];
}

function mapped<P extends Page>(
  data: Pages<P>,
  change: (rows: CannedResponse[]) => CannedResponse[],
): Pages<P> {
  const pages = data.pages.map((page) => ({ ...page, responses: change(page.responses) }));
  return { ...data, pages };
}

/** The row as it is now, where it stands; one that is not on the page stays away. */
export function withRow<P extends Page>(data: Pages<P>, row: CannedResponse): Pages<P> {
  return mapped(data, (rows) => rows.map((one) => (one.id === row.id ? row : one)));
}

export function withoutRow<P extends Page>(data: Pages<P>, id: number): Pages<P> {
  return mapped(data, (rows) => rows.filter((one) => one.id !== id));
}
