import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { CannedImport } from '@/lib/api';
import { api, type CannedResponse, type CannedScope, call } from '@/lib/api';
import { uploadFile } from '@/lib/api/upload';
import { CANNED } from '@/lib/canned/api';

export interface CannedDraft {
  title: string;
  shortcut: string;
  bodyEn: string;
  bodyAr: string;
  category: string;
  /** With commas between them. */
  tags: string;
  scope: CannedScope;
  teamId: number | null;
}

export function draftOf(row: CannedResponse | null): CannedDraft {
  return {
    title: row?.title ?? '',
    shortcut: row?.shortcut ?? '',
    bodyEn: row?.body_en ?? '',
    bodyAr: row?.body_ar ?? '',
    category: row?.category ?? '',
    tags: row?.tags.join(', ') ?? '',
    scope: row?.scope ?? 'personal',
    teamId: row?.team?.id ?? null,
  };
}

function bodyOf(draft: CannedDraft) {
  return {
    title: draft.title,
    shortcut: draft.shortcut,
    body_en: draft.bodyEn,
    body_ar: draft.bodyAr,
    category: draft.category,
    tags: draft.tags
      .split(/[,،]/u)
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ''),
    scope: draft.scope,
    ...(draft.scope === 'team' && draft.teamId !== null ? { team_id: draft.teamId } : {}),
  };
}

const path = (id: number) => ({ path: { id: String(id) } });

export function getCanned(id: number) {
  return call(api.GET('/api/canned-responses/{id}', { params: path(id) }));
}

/** Categories, counts, and for whom one may write. */
export function useChoices() {
  return useQuery({
    queryKey: [CANNED, 'choices'],
    queryFn: () => call(api.GET('/api/canned-responses/choices')),
  });
}

export function useSaveCanned(row: CannedResponse | null) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async (draft: CannedDraft) => {
      const body = bodyOf(draft);
      if (!row) return call(api.POST('/api/canned-responses', { body }));
      return call(
        api.PUT('/api/canned-responses/{id}', {
          params: path(row.id),
          body: { ...body, version: row.version },
        }),
      );
    },
    onSuccess: () => cache.invalidateQueries({ queryKey: [CANNED] }),
  });
}

export function removeCanned(id: number) {
  return call(api.DELETE('/api/canned-responses/{id}', { params: path(id) }));
}

export function restoreCanned(id: number) {
  return call(api.POST('/api/canned-responses/{id}/restore', { params: path(id) }));
}

export interface FileUpload {
  file: File;
  dryRun: boolean;
  onProgress: (share: number) => void;
  signal: AbortSignal;
}

export async function uploadCanned({ dryRun, ...upload }: FileUpload): Promise<CannedImport> {
  const address = `/api/canned-responses/import?dry_run=${dryRun}`;
  const answer = await uploadFile<{ import: CannedImport }>({
    ...upload,
    path: address,
    type: 'text/csv',
  });
  return answer.import;
}
