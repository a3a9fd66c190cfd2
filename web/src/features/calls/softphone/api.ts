import { useQuery } from '@tanstack/react-query';
import { api, call } from '@/lib/api';
import { useCan } from '@/lib/auth/use-can';
import { sameNumber } from '@/lib/phone/expected';

/* Numbers inside are shorter, and belong to no customer. */
const SHORTEST = 6;
const MOST = 5;

/** The newest orders of whoever has this number, of those that the reader sees. */
export function useCallerOrders(number: string) {
  const allowed = useCan('orders.read');
  const digits = number.replace(/\D/g, '');
  return useQuery({
    queryKey: ['phone', 'caller', digits],
    enabled: allowed && digits.length >= SHORTEST,
    staleTime: 30_000,
    queryFn: async ({ signal }) => {
      const query = {
        search: digits,
        status: 'all',
        date: 'all',
        include: 'rows' as const,
        per_page: MOST,
      };
      const { orders } = await call(api.GET('/api/agent/orders', { params: { query }, signal }));
      return orders.filter(
        ({ customer_phone }) => customer_phone && sameNumber(customer_phone, number),
      );
    },
  });
}
