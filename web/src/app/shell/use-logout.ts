import { useTranslation } from 'react-i18next';
import { toast } from '@/components/ui/toast-store';
import { signOut } from '@/lib/auth/session';
import { queryClient } from '@/lib/query';
import { clearDrafts } from '@/lib/storage/idb';

/** Leaves the session and everything of it that this browser keeps. */
export function useLogout(): () => void {
  const { t } = useTranslation('shell');
  return () => {
    signOut()
      .catch(() => toast.warning(t('logout_failed')))
      .finally(() => {
        queryClient.clear();
        void clearDrafts();
      });
  };
}
