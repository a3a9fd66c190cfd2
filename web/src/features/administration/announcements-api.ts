import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type AnnouncementAudience, api, call, type ManagedAnnouncement } from '@/lib/api';
import { fromWall, toWall } from '@/lib/orders/wall-time';
import { useEvent } from '@/lib/realtime';

const MANAGED = ['announcements', 'managed'];

export interface AnnouncementDraft {
  title: string;
  body: string;
  priority: ManagedAnnouncement['priority'];
  /** As audienceKey() writes it. */
  audience: string;
  /** Wall clocks of the company, or empty. */
  starts: string;
  ends: string;
}

/** "all", "team-3": one text for a choice of the form. */
export function audienceKey(audience: string, id: number | null): string {
  return id === null ? audience : `${audience}-${id}`;
}

export function draftOf(row: ManagedAnnouncement | null): AnnouncementDraft {
  if (!row) {
    return { title: '', body: '', priority: 'normal', audience: 'all', starts: '', ends: '' };
  }
  const { title, body, priority } = row;
  return {
    title,
    body,
    priority,
    audience: audienceKey(row.audience, row.audience_id),
    starts: toWall(row.starts_at),
    ends: row.ends_at ? toWall(row.ends_at) : '',
  };
}

export type AnnouncementState = 'planned' | 'shown' | 'over';

export function stateOf(row: ManagedAnnouncement, now = Date.now()): AnnouncementState {
  if (row.ends_at && Date.parse(row.ends_at) <= now) return 'over';
  return Date.parse(row.starts_at) > now ? 'planned' : 'shown';
}

export function useAnnouncements() {
  const cache = useQueryClient();
  useEvent('announcement:changed', () => void cache.invalidateQueries({ queryKey: MANAGED }));
  return useQuery({
    queryKey: MANAGED,
    queryFn: () => call(api.GET('/api/admin/announcements')),
  });
}

function bodyOf(draft: AnnouncementDraft, audiences: AnnouncementAudience[]) {
  const { title, body, priority } = draft;
  const to = audiences.find(({ audience, id }) => audienceKey(audience, id) === draft.audience);
  const starts = fromWall(draft.starts);
  const ends = fromWall(draft.ends);
  return {
    title,
    body,
    priority,
    ...(to ? { audience: to.audience, audience_id: to.id } : {}),
    ...(starts ? { starts_at: starts } : {}),
    ...(ends ? { ends_at: ends } : {}),
  };
}

export function useSaveAnnouncement(
  row: ManagedAnnouncement | null,
  audiences: AnnouncementAudience[],
) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (draft: AnnouncementDraft) => {
      const body = bodyOf(draft, audiences);
      if (!row) return call(api.POST('/api/admin/announcements', { body }));
      return call(
        api.PUT('/api/admin/announcements/{id}', {
          params: { path: { id: String(row.id) } },
          body: { ...body, endless: draft.ends === '', version: row.version },
        }),
      );
    },
    onSettled: () => cache.invalidateQueries({ queryKey: ['announcements'] }),
  });
}

export function useRemoveAnnouncement() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (id: number) =>
      call(api.DELETE('/api/admin/announcements/{id}', { params: { path: { id: String(id) } } })),
    onSettled: () => cache.invalidateQueries({ queryKey: ['announcements'] }),
  });
}
