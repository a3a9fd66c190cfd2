import { QueryClientProvider } from '@tanstack/react-query';
import { Direction, Tooltip } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import { RouterProvider } from 'react-router';
import { Toaster } from '@/components/ui/toaster';
import { directionOf } from '@/lib/i18n';
import { queryClient } from '@/lib/query';
import { router } from './router';

export function App() {
  const { i18n } = useTranslation();
  return (
    <QueryClientProvider client={queryClient}>
      <Direction.Provider dir={directionOf(i18n.language)}>
        <Tooltip.Provider delayDuration={400}>
          <RouterProvider router={router} />
          <Toaster />
        </Tooltip.Provider>
      </Direction.Provider>
    </QueryClientProvider>
  );
}
