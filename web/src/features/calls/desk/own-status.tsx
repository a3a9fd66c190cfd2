import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Select } from '@/components/ui/select';
import { toast } from '@/components/ui/toast-store';
import { api, call, errorText } from '@/lib/api';
import { setPresence, useSession } from '@/lib/auth/session';
import { PRESENCES, type Presence, presenceStates } from '@/lib/states';

/** The agent's own status. */
export function OwnStatus() {
  const { t } = useTranslation(['call_stats', 'common']);
  const agent = useSession((state) => state.agent);
  const change = useMutation({
    mutationFn: (status: Presence) => call(api.PUT('/api/agent/auth/status', { body: { status } })),
    onSuccess: setPresence,
    onError: (error) => toast.error(errorText(error)),
  });
  if (!agent) return null;
  return (
    <Select
      aria-label={t('desk.own_status')}
      value={agent.presence}
      disabled={change.isPending}
      onChange={(status) => change.mutate(status as Presence)}
      options={PRESENCES.map((presence) => ({
        value: presence,
        label: t(`common:${presenceStates[presence].label}`),
        icon: presenceStates[presence].icon,
      }))}
    />
  );
}
