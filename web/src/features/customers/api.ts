import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, type CustomerField, type CustomerTag, call } from '@/lib/api';
import { useEvent } from '@/lib/realtime';
import { bodyOfField, bodyOfTag, type FieldDraft, type TagDraft } from './draft';

/** What somebody else changes of fields and tags is on the page at once. */
export function useChoicesNews(): void {
  const cache = useQueryClient();
  useEvent('customer:choices', ({ what }) => {
    void cache.invalidateQueries({ queryKey: [`customer-${what}`] });
  });
}

function useChoiceMutation<T>(what: 'fields' | 'tags', send: (wanted: T) => Promise<unknown>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: () => cache.invalidateQueries({ queryKey: [`customer-${what}`] }),
  });
}

/** A new field, or a change of the one that was opened. */
export function useSaveField(field: CustomerField | null) {
  return useChoiceMutation('fields', (draft: FieldDraft) => {
    const { key, type, ...rest } = bodyOfField(draft);
    if (!field) {
      return call(api.POST('/api/settings/customer-fields', { body: { key, type, ...rest } }));
    }
    return call(
      api.PUT('/api/settings/customer-fields/{key}', {
        params: { path: { key: field.key } },
        body: { ...rest, version: field.version },
      }),
    );
  });
}

export function useRemoveField() {
  return useChoiceMutation('fields', (key: string) =>
    call(api.DELETE('/api/settings/customer-fields/{key}', { params: { path: { key } } })),
  );
}

/** A new tag, or a change of the one that was opened. */
export function useSaveTag(tag: CustomerTag | null) {
  return useChoiceMutation('tags', (draft: TagDraft) => {
    const { code, ...rest } = bodyOfTag(draft);
    if (!tag) return call(api.POST('/api/settings/customer-tags', { body: { code, ...rest } }));
    return call(
      api.PUT('/api/settings/customer-tags/{tag}', {
        params: { path: { tag: tag.code } },
        body: { ...rest, version: tag.version },
      }),
    );
  });
}

export function useRemoveTag() {
  return useChoiceMutation('tags', (code: string) =>
    call(api.DELETE('/api/settings/customer-tags/{tag}', { params: { path: { tag: code } } })),
  );
}
