import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  api,
  call,
  type NewOrderSource,
  type OrderSource,
  type OrderSourceChange,
} from '@/lib/api';
import { useEvent } from '@/lib/realtime';

const SOURCES = ['order-sources'];
const IMPORTS = ['order-imports'];
/* Refused deliveries make no event: they are asked for while somebody looks. */
const ASK_EVERY_MS = 10_000;

const pathOf = (id: number) => ({ path: { id: String(id) } });

export function useOrderSources() {
  const cache = useQueryClient();
  useEvent('order:created', () => void cache.invalidateQueries({ queryKey: SOURCES }));
  return useQuery({
    queryKey: [...SOURCES, 'list'],
    refetchInterval: ASK_EVERY_MS,
    queryFn: async () => (await call(api.GET('/api/order-sources'))).order_sources,
  });
}

export function useDeliveries(id: number) {
  return useQuery({
    queryKey: [...SOURCES, id, 'deliveries'],
    refetchInterval: ASK_EVERY_MS,
    queryFn: async () => {
      const params = pathOf(id);
      const answer = await call(api.GET('/api/order-sources/{id}/deliveries', { params }));
      return answer.deliveries;
    },
  });
}

function useSourceMutation<Variables, Answer>(run: (variables: Variables) => Promise<Answer>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: run,
    onSettled: () => cache.invalidateQueries({ queryKey: SOURCES }),
  });
}

export function useAddSource() {
  return useSourceMutation((body: NewOrderSource) =>
    call(api.POST('/api/order-sources', { body })),
  );
}

export function useChangeSource() {
  return useSourceMutation(
    ({ source, change }: { source: OrderSource; change: OrderSourceChange }) =>
      call(
        api.PATCH('/api/order-sources/{id}', {
          params: pathOf(source.id),
          body: { ...change, version: source.version },
        }),
      ),
  );
}

export function useNewSecret() {
  return useSourceMutation(({ source, secret }: { source: OrderSource; secret?: string }) =>
    call(
      api.POST('/api/order-sources/{id}/secret', {
        params: pathOf(source.id),
        body: { version: source.version, ...(secret ? { secret } : {}) },
      }),
    ),
  );
}

export function useRemoveSource() {
  return useSourceMutation((id: number) =>
    call(api.DELETE('/api/order-sources/{id}', { params: pathOf(id) })),
  );
}

export function useRestoreSource() {
  return useSourceMutation((id: number) =>
    call(api.POST('/api/order-sources/{id}/restore', { params: pathOf(id) })),
  );
}

export function useImports() {
  const cache = useQueryClient();
  useEvent('import:progress', () => void cache.invalidateQueries({ queryKey: IMPORTS }));
  return useQuery({
    queryKey: IMPORTS,
    staleTime: 0,
    queryFn: async () => (await call(api.GET('/api/orders/imports'))).imports,
  });
}

export function useStopImport() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (id: number) =>
      call(api.POST('/api/orders/imports/{id}/cancel', { params: pathOf(id) })),
    onSettled: () => cache.invalidateQueries({ queryKey: IMPORTS }),
  });
}

/** One import with the lines that were refused. */
export function useImportReport(id: number | null) {
  return useQuery({
    queryKey: [...IMPORTS, id],
    enabled: id !== null,
    queryFn: async () => {
      const params = pathOf(id ?? 0);
      return (await call(api.GET('/api/orders/imports/{id}', { params }))).import;
    },
  });
}
