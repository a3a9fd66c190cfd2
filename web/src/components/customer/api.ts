import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  api,
  asApiError,
  type CustomerCard,
  type CustomerField,
  type CustomerTag,
  type CustomerValue,
  type CustomerWhich,
  call,
} from '@/lib/api';
import { useEvent } from '@/lib/realtime';

const FRESH_MS = 300_000;
const keyOf = (id: number) => ['customer', id];
const path = (id: number) => ({ id: String(id) });

/* What the server knows only as "any value" is what the fields of the company make of it. */
const asCard = (answer: { customer: object }) => answer.customer as CustomerCard;

export function useCustomer(id: number) {
  return useQuery({
    queryKey: keyOf(id),
    queryFn: async () =>
      asCard(await call(api.GET('/api/customers/{id}', { params: { path: path(id) } }))),
  });
}

/** Asks again when something of the customer has changed, here or elsewhere. */
export function useCustomerNews(id: number): void {
  const cache = useQueryClient();
  const again = () => void cache.invalidateQueries({ queryKey: keyOf(id) });
  useEvent('customer:updated', ({ customer_id }) => customer_id === id && again());
  useEvent('order:created', ({ order }) => order.customer.id === id && again());
  useEvent('order:updated', ({ order }) => order.customer.id === id && again());
  useEvent('chat:updated', ({ chat, changed }) => {
    if (chat.customer.id === id && changed.includes('customer')) again();
  });
  useEvent('customer:choices', ({ what }) => {
    void cache.invalidateQueries({ queryKey: [`customer-${what}`] });
  });
}

export interface CustomerChange {
  name?: string;
  phone?: string;
  email?: string;
  language?: 'en' | 'ar';
  custom?: Record<string, CustomerValue | null>;
}

/* An answer that refuses an old version shows the new one: it is put on the page at once. */
function useCardMutation<T>(id: number, send: (wanted: T) => Promise<CustomerCard>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: (card) => cache.setQueryData(keyOf(id), card),
    onError: (error) => {
      const { current } = asApiError(error);
      if (current) cache.setQueryData(keyOf(id), current);
    },
  });
}

export function useChangeCustomer({ id, version }: CustomerCard) {
  return useCardMutation(id, async (change: CustomerChange) =>
    asCard(
      await call(
        api.PATCH('/api/customers/{id}', {
          params: { path: path(id) },
          body: { version, ...change },
        }),
      ),
    ),
  );
}

export function useTagCustomer({ id, version }: CustomerCard) {
  return useCardMutation(id, async (tags: string[]) =>
    asCard(
      await call(
        api.PUT('/api/customers/{id}/tags', {
          params: { path: path(id) },
          body: { version, tags },
        }),
      ),
    ),
  );
}

/** With a reason: may not write any more; with null: may again. */
export function useBlockCustomer({ id }: CustomerCard) {
  const params = { path: path(id) };
  return useCardMutation(id, async (reason: string | null) =>
    asCard(
      await call(
        reason === null
          ? api.POST('/api/customers/{id}/unblock', { params })
          : api.POST('/api/customers/{id}/block', { params, body: { reason } }),
      ),
    ),
  );
}

/* ---- Fields and tags of the company ---- */

const nothing: never[] = [];

export function useCustomerFields() {
  return useQuery({
    queryKey: ['customer-fields'],
    staleTime: FRESH_MS,
    queryFn: async () => (await call(api.GET('/api/settings/customer-fields'))).fields,
  });
}

export function useCustomerTags() {
  return useQuery({
    queryKey: ['customer-tags'],
    staleTime: FRESH_MS,
    queryFn: async () => (await call(api.GET('/api/settings/customer-tags'))).tags,
  });
}

export const useKnownFields = (): CustomerField[] => useCustomerFields().data ?? nothing;
export const useKnownTags = (): CustomerTag[] => useCustomerTags().data ?? nothing;

/* ---- Notes ---- */

/** Older notes than the card brings with it, a page at a time. */
export function useOlderNotes(id: number, enabled: boolean) {
  return useInfiniteQuery({
    queryKey: [...keyOf(id), 'notes'],
    enabled,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      call(
        api.GET('/api/customers/{id}/notes', {
          params: { path: path(id), query: { per_page: 20, cursor: pageParam } },
        }),
      ),
    getNextPageParam: ({ pagination }) => pagination.next ?? undefined,
  });
}

/* Whatever becomes of a note: the card and its notes are asked for again. */
function useNoteMutation<T>(id: number, send: (wanted: T) => Promise<unknown>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: () => cache.invalidateQueries({ queryKey: keyOf(id) }),
  });
}

export function useAddNote(id: number) {
  return useNoteMutation(id, ({ content, key }: { content: string; key: string }) =>
    call(
      api.POST('/api/customers/{id}/notes', {
        params: { path: path(id), header: { 'Idempotency-Key': key } },
        body: { content },
      }),
    ),
  );
}

export function useEditNote(id: number, note: { id: number; version: number }) {
  const params = { path: { ...path(id), note_id: String(note.id) } };
  return useNoteMutation(id, (content: string) =>
    call(
      api.PATCH('/api/customers/{id}/notes/{note_id}', {
        params,
        body: { content, version: note.version },
      }),
    ),
  );
}

export function useDropNote(id: number, note: { id: number }) {
  const params = { path: { ...path(id), note_id: String(note.id) } };
  return useNoteMutation(id, () =>
    call(api.DELETE('/api/customers/{id}/notes/{note_id}', { params })),
  );
}

/* ---- The orders behind a figure ---- */

export function useCustomerOrders(id: number, which: CustomerWhich) {
  return useQuery({
    queryKey: [...keyOf(id), 'orders', which],
    queryFn: async () => {
      const params = { path: path(id), query: { which } };
      return (await call(api.GET('/api/customers/{id}/orders', { params }))).orders;
    },
  });
}

/* ---- A customer who is not known yet ---- */

export interface CustomerEntry {
  name: string;
  phone?: string;
  email?: string;
  chat_id?: string;
}

export function useEnterCustomer() {
  return useMutation({
    mutationFn: (entry: CustomerEntry) =>
      call(api.POST('/api/customers/find-or-create', { body: entry })),
  });
}
