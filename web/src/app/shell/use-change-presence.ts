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
    if (!before || before.presence === presence) return;
    setPresence(presence, new Date().toISOString());
    call(api.PUT('/api/agent/auth/status', { body: { status: presence } })).then(
      (answer) => setPresence(answer.presence, answer.since),
      (error: unknown) => {
        setPresence(before.presence, before.presence_since ?? new Date().toISOString());
        toast.error(t('presence.failed'), { detail: errorText(error) });
      },
    );
  };
}
