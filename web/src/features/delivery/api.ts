import {
  type InfiniteData,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import {
  api,
  type Courier,
  call,
  type Delivery,
  type DeliveryListAnswer,
  type DeliveryListQuery,
  newIdempotencyKey,
} from '@/lib/api';
import { useEvent } from '@/lib/realtime';
import type { DeliveryFilters } from './filters';

const LIST = 'deliveries';
const TRACK = 'delivery-track';

type Pages = InfiniteData<DeliveryListAnswer>;

/* A changed row stays in its place until the list is read again. */
function replaceRow(data: Pages | undefined, row: Delivery): Pages | undefined {
  if (!data) return data;
  return {
    ...data,
    pages: data.pages.map((page) => ({
      ...page,
      deliveries: page.deliveries.map((one) => (one.id === row.id ? row : one)),
    })),
  };
}

/** What is heard of parcels and of orders that change hands reaches the page by itself. */
export function useDeliveryLive() {
  const queryClient = useQueryClient();
  const again = (...keys: string[]) => {
    for (const key of keys) void queryClient.invalidateQueries({ queryKey: [key] });
  };
  useEvent('delivery:created', () => again(LIST, TRACK));
  useEvent('delivery:updated', ({ delivery }) => {
    queryClient.setQueriesData<Pages>({ queryKey: [LIST] }, (data) => replaceRow(data, delivery));
    again(LIST);
    void queryClient.invalidateQueries({ queryKey: [TRACK, delivery.order_id] });
  });
  useEvent('order:removed', () => again(LIST));
  useEvent('order:updated', ({ changed }) => {
    if (changed.includes('assigned_agent')) again(LIST);
  });
}

export function useDeliveries(filters: DeliveryFilters) {
  return useInfiniteQuery({
    queryKey: [LIST, filters],
    initialPageParam: '',
    getNextPageParam: (page: DeliveryListAnswer) => page.pagination.next ?? undefined,
    queryFn: ({ pageParam }) =>
      call(
        api.GET('/api/agent/delivery', {
          params: {
            query: {
              orders: 'assigned',
              status: filters.status as NonNullable<DeliveryListQuery['status']>,
              period: filters.period,
              courier: filters.courier,
              per_page: 50,
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
        }),
      ),
  });
}

export function useTrack(orderId: number) {
  return useQuery({
    queryKey: [TRACK, orderId],
    queryFn: () =>
      call(
        api.GET('/api/agent/delivery/track/{order_id}', {
          params: { path: { order_id: String(orderId) } },
        }),
      ),
  });
}

/** By a tracking number in any spelling, or the number of an order; null when there is none. */
export async function findParcel(typed: string): Promise<number | null> {
  const answer = await call(
    api.GET('/api/agent/delivery/search', { params: { query: { tracking_number: typed } } }),
  );
  return answer.delivery?.order_id ?? null;
}

export function sendSms(orderId: number, message: string, key: string) {
  return call(
    api.POST('/api/agent/delivery/{order_id}/sms-update', {
      params: { path: { order_id: String(orderId) }, header: { 'Idempotency-Key': key } },
      body: { message },
    }),
  );
}

export interface NewDelivery {
  order_id: string;
  courier_id: number;
  tracking_number: string;
  estimated_delivery?: string;
}

export function addDelivery(body: NewDelivery) {
  return call(
    api.POST('/api/deliveries', {
      params: { header: { 'Idempotency-Key': newIdempotencyKey() } },
      body,
    }),
  );
}

export interface DeliveryMove {
  status?: Delivery['status'];
  description?: string;
  estimated_delivery?: string;
}

export function moveDelivery(delivery: Delivery, move: DeliveryMove) {
  return call(
    api.PUT('/api/deliveries/{id}', {
      params: { path: { id: String(delivery.id) } },
      body: { ...move, version: delivery.version },
    }),
  );
}

/* ---- Couriers ----------------------------------------------------------------- */

export function useCouriers() {
  const queryClient = useQueryClient();
  useEvent('courier:tested', () => void queryClient.invalidateQueries({ queryKey: ['couriers'] }));
  return useQuery({
    queryKey: ['couriers'],
    queryFn: async () => (await call(api.GET('/api/admin/couriers'))).couriers,
  });
}

export interface CourierDraft {
  adapter: Courier['adapter'];
  name: string;
  short_name: string;
  settings: Record<string, string>;
  secret: string;
  second_secret: string;
  status_map: Record<string, string>;
  track_url: string;
  poll_minutes: number;
  stuck_hours: number;
  active: boolean;
}

export function saveCourier(draft: CourierDraft, present: Courier | null) {
  const { adapter, secret, second_secret, short_name, ...rest } = draft;
  const body = {
    ...rest,
    ...(short_name ? { short_name } : {}),
    ...(secret ? { secret } : {}),
    ...(second_secret ? { second_secret } : {}),
  };
  if (!present) return call(api.POST('/api/admin/couriers', { body: { adapter, ...body } }));
  return call(
    api.PUT('/api/admin/couriers/{id}', {
      params: { path: { id: String(present.id) } },
      body: { ...body, version: present.version },
    }),
  );
}

export function removeCourier(id: number) {
  return call(api.DELETE('/api/admin/couriers/{id}', { params: { path: { id: String(id) } } }));
}

export function testCourier(id: number, trackingNumber: string) {
  return call(
    api.POST('/api/admin/couriers/{id}/test', {
      params: { path: { id: String(id) } },
      body: { tracking_number: trackingNumber },
    }),
  );
}
