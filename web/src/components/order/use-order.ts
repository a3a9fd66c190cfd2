import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api, call } from '@/lib/api';
import { putOrder } from '@/lib/orders/entries';

/** One order with everything about it. */
export function useOrder(id: number | null) {
  const query = useQuery({
    queryKey: ['order', id],
    enabled: id !== null,
    staleTime: 0,
    queryFn: async ({ signal }) => {
      const path = { id: String(id) };
      const { order } = await call(api.GET('/api/agent/orders/{id}', { params: { path }, signal }));
      return order;
    },
  });
  useEffect(() => {
    if (query.data) putOrder(query.data);
  }, [query.data]);
  return query;
}
