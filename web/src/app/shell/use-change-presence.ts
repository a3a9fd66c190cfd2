import { useTranslation } from 'react-i18next';
import { toast } from '@/components/ui/toast-store';
import { api, call, errorText } from '@/lib/api';
import { setPresence, useSession } from '@/lib/auth/session';
import type { Presence } from '@/lib/states';

/** Changes the agent's own state at once, and back again when the server refuses. */
export function useChangePresence(): (presence: Presence) => void {
  const { t } = useTranslation('shell');
  return (presence) => {
    const before = useSession.getState().agent;
    // The same state may be chosen where it came about by itself: then it stays.
    if (!before || (before.presence === presence && !before.presence_automatic)) return;
    const now = new Date().toISOString();
    const since = before.presence === presence ? (before.presence_since ?? now) : now;
    setPresence({ presence, automatic: null, since });
    call(api.PUT('/api/agent/auth/status', { body: { status: presence } })).then(
      setPresence,
      (error: unknown) => {
        setPresence({
          presence: before.presence,
          automatic: before.presence_automatic,
          since: before.presence_since ?? now,
        });
        toast.error(t('presence.failed'), { detail: errorText(error) });
      },
    );
  };
}
