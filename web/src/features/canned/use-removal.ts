import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { toast } from '@/components/ui/toast-store';
import { type CannedResponse, errorText } from '@/lib/api';
import { CANNED } from '@/lib/canned/api';
import { removeCanned, restoreCanned } from './api';

/** Removes a response at once, and brings it back for who did not mean it. */
export function useRemoval(drop: (id: number) => void) {
  const { t } = useTranslation(['canned', 'common']);
  const cache = useQueryClient();
  const reload = () => cache.invalidateQueries({ queryKey: [CANNED] });

  async function putBack(id: number) {
    try {
      await restoreCanned(id);
      await reload();
    } catch (error) {
      toast.error(errorText(error));
    }
  }
  return async ({ id, title }: CannedResponse) => {
    try {
      await removeCanned(id);
      drop(id);
      toast.undo(t('removed', { title }), t('common:undo'), () => void putBack(id));
      await cache.invalidateQueries({ queryKey: [CANNED, 'choices'] });
    } catch (error) {
      toast.error(errorText(error));
    }
  };
}
