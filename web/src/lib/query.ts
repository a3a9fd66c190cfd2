import { onlineManager, QueryClient } from '@tanstack/react-query';
import { asApiError } from './api';

/* It believes in a network until it hears otherwise, also on a page that was loaded without one. */
onlineManager.setOnline(navigator.onLine);

/**
 * Reads are tried again when the network or the server failed, never when we were refused. Without
 * a network they fail at once and say so, and start again by themselves when it is back.
 */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode: 'always',
      refetchOnReconnect: true,
      staleTime: 30_000,
      retry: (failures, error) => {
        const { status } = asApiError(error);
        return failures < 2 && navigator.onLine && (status === 0 || status >= 500);
      },
      refetchOnWindowFocus: false,
    },
    mutations: { retry: false, networkMode: 'always' },
  },
});
