import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, call, type FileSettings } from '@/lib/api';

const FILES = ['file-settings'];

/** What the form holds; numbers as they are typed. */
export interface FilesDraft {
  quota: string;
  retention: string;
}

export const filesDraftOf = (settings: FileSettings): FilesDraft => ({
  quota: String(settings.quota_mb),
  retention: String(settings.retention_days),
});

export function useFileSettings() {
  return useQuery({
    queryKey: FILES,
    queryFn: async () => (await call(api.GET('/api/settings/files'))).settings,
  });
}

export function useSaveFileSettings(version: number) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async ({ quota, retention }: FilesDraft) => {
      const body = {
        quota_mb: Math.round(Number(quota)),
        retention_days: Math.round(Number(retention || '0')),
        version,
      };
      return (await call(api.PUT('/api/settings/files', { body }))).settings;
    },
    onSuccess: (settings) => cache.setQueryData(FILES, settings),
  });
}
