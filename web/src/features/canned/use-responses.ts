import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { asApiError } from '@/lib/api';
import { CANNED, listCanned } from '@/lib/canned/api';
import { useEvent } from '@/lib/realtime';
import { getCanned } from './api';
import { type CannedFilters, toQuery } from './filters';
import { type Pages, rowsOf, withoutRow, withRow } from './pages';

const PER_PAGE = 50;

const nobody: ReadonlySet<number> = new Set();

type Answer = Awaited<ReturnType<typeof listCanned>>;

/**
 * The list of these filters, page by page. What others change is put right where it stands, and
 * what they remove stays as `gone`; what is new to the list is counted, and comes with `refetch`.
 */
export function useResponses(filters: CannedFilters) {
  const cache = useQueryClient();
  const [news, setNews] = useState(0);
  const [gone, setGone] = useState<ReadonlySet<number>>(nobody);
  const key = useMemo(() => [CANNED, 'list', toQuery(filters)], [filters]);
  const answer = useInfiniteQuery({
    queryKey: key,
    initialPageParam: 1,
    queryFn: ({ pageParam, signal }) =>
      listCanned({ ...toQuery(filters), page: pageParam, per_page: PER_PAGE }, signal),
    getNextPageParam: ({ pagination }, _pages, page) =>
      page * PER_PAGE < (pagination.total ?? 0) ? page + 1 : undefined,
  });
  const rows = useMemo(() => rowsOf(answer.data), [answer.data]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was just loaded has what is new
  useEffect(() => {
    setNews(0);
    setGone(nobody);
  }, [answer.dataUpdatedAt, key]);

  const patch = (change: (data: Pages<Answer>) => Pages<Answer>) =>
    cache.setQueryData<Pages<Answer>>(key, (data) => data && change(data), {
      updatedAt: answer.dataUpdatedAt,
    });

  const note = (id: number) => setGone((before) => new Set([...before, id]));

  async function see(id: number) {
    try {
      const { response } = await getCanned(id);
      patch((data) => withRow(data, response));
      // Whoever removed it may have brought it back.
      setGone((before) => new Set([...before].filter((one) => one !== id)));
    } catch (error) {
      if (asApiError(error).status === 404) note(id);
    }
  }
  useEvent('canned:changed', ({ id, removed }) => {
    void cache.invalidateQueries({ queryKey: [CANNED, 'choices'] });
    const isHere = rows.some((row) => row.id === id);
    if (id !== null && isHere) void (removed ? note(id) : see(id));
    else if (removed) return;
    else setNews((count) => count + 1);
  });

  const total = answer.data?.pages.at(-1)?.pagination.total ?? rows.length;
  const drop = (id: number) => patch((data) => withoutRow(data, id));
  return { answer, rows, news, gone, total, drop };
}
