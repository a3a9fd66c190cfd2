import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, call, type Webhook, type WebhookDelivery } from '@/lib/api';
import { useEvent } from '@/lib/realtime';

const WEBHOOKS = ['webhooks'];
const WAITING_MS = 4_000;

export interface WebhookDraft {
  name: string;
  url: string;
  all: boolean;
  events: Set<string>;
  active: boolean;
}

export function draftOf(webhook: Webhook | null): WebhookDraft {
  if (!webhook) return { name: '', url: 'https://', all: true, events: new Set(), active: true };
  const { name, url, active } = webhook;
  const all = webhook.events.includes('*');
  return { name, url, all, events: new Set(all ? [] : webhook.events), active };
}

export function useWebhooks() {
  const cache = useQueryClient();
  useEvent('webhook:changed', () => void cache.invalidateQueries({ queryKey: WEBHOOKS }));
  return useQuery({
    queryKey: [...WEBHOOKS, 'list'],
    queryFn: () => call(api.GET('/api/admin/webhooks')),
  });
}

export type DeliveryFilter = WebhookDelivery['status'] | 'all';

interface DeliveryPage {
  rows: WebhookDelivery[];
  next: string | null;
}

/** While something is on its way the log is looked at again by itself. */
export function useDeliveries(id: number, status: DeliveryFilter) {
  return useInfiniteQuery({
    queryKey: [...WEBHOOKS, 'deliveries', id, status],
    initialPageParam: '',
    getNextPageParam: (page: DeliveryPage) => page.next,
    refetchInterval: (query) => {
      const rows = query.state.data?.pages.flatMap((page) => page.rows) ?? [];
      return rows.some((row) => row.status === 'waiting') ? WAITING_MS : false;
    },
    queryFn: async ({ pageParam }): Promise<DeliveryPage> => {
      const answer = await call(
        api.GET('/api/admin/webhooks/{id}/deliveries', {
          params: {
            path: { id: String(id) },
            query: {
              per_page: 50,
              ...(status === 'all' ? {} : { status }),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
        }),
      );
      return { rows: answer.deliveries, next: answer.pagination.next ?? null };
    },
  });
}

function useChanging<Input, Answer>(change: (input: Input) => Promise<Answer>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => cache.invalidateQueries({ queryKey: WEBHOOKS }),
  });
}

export function useSaveWebhook(webhook: Webhook | null) {
  return useChanging(async ({ name, url, all, events, active }: WebhookDraft) => {
    const body = { name, url, events: all ? ['*'] : [...events] };
    if (!webhook) return (await call(api.POST('/api/admin/webhooks', { body }))).webhook;
    const params = { path: { id: String(webhook.id) } };
    const { version } = webhook;
    return (
      await call(
        api.PUT('/api/admin/webhooks/{id}', { params, body: { ...body, active, version } }),
      )
    ).webhook;
  });
}

export function useRemoveWebhook() {
  return useChanging((id: number) =>
    call(api.DELETE('/api/admin/webhooks/{id}', { params: { path: { id: String(id) } } })),
  );
}

export function useNewSecret() {
  return useChanging(
    async (id: number) =>
      (
        await call(
          api.POST('/api/admin/webhooks/{id}/secret', { params: { path: { id: String(id) } } }),
        )
      ).webhook,
  );
}

export function useTestWebhook() {
  return useChanging(
    async (id: number) =>
      (
        await call(
          api.POST('/api/admin/webhooks/{id}/test', { params: { path: { id: String(id) } } }),
        )
      ).delivery,
  );
}

export function useReplay(id: number) {
  return useChanging((deliveryId: number) =>
    call(
      api.POST('/api/admin/webhooks/{id}/deliveries/{delivery_id}/replay', {
        params: { path: { id: String(id), delivery_id: String(deliveryId) } },
      }),
    ),
  );
}
