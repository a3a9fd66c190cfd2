import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, call, type RatingSettings } from '@/lib/api';

/** Who asks for the rating; fails alike for every link that is good for nothing. */
export function useRatingLink(key: string) {
  return useQuery({
    queryKey: ['rating-link', key],
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: () => call(api.GET('/api/rate/{key}', { params: { path: { key } } })),
  });
}

export function useLogo(company: string | undefined) {
  return useQuery({
    queryKey: ['branding', company],
    enabled: company !== undefined,
    queryFn: async () => {
      const query = { company: company ?? '' };
      const { company: found } = await call(api.GET('/api/branding', { params: { query } }));
      return found?.logo_url ?? null;
    },
  });
}

export function useRate(key: string) {
  return useMutation({
    mutationFn: ({ score, comment }: { score: number; comment: string }) =>
      call(
        api.POST('/api/rate/{key}', {
          params: { path: { key } },
          body: { score, ...(comment ? { comment } : {}) },
        }),
      ),
  });
}

const SETTINGS = ['rating-settings'];

export function useRatingSettings() {
  return useQuery({
    queryKey: SETTINGS,
    queryFn: async () => (await call(api.GET('/api/admin/rating-settings'))).settings,
  });
}

export function useSaveRatingSettings(onSaved: () => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (change: Pick<RatingSettings, 'request_on' | 'channel' | 'version'>) =>
      (await call(api.PUT('/api/admin/rating-settings', { body: change }))).settings,
    onSuccess: (settings) => {
      queryClient.setQueryData(SETTINGS, settings);
      onSaved();
    },
    onError: () => queryClient.invalidateQueries({ queryKey: SETTINGS }),
  });
}
