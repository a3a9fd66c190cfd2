import { PlugZap, Wifi } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Chip } from '@/components/ui/chip';
import type { CallCenterAPI } from '@/hooks/useCallCenterAPI';

/** Whether the page hears what happens. */
export function LineState({ client }: { client: CallCenterAPI }) {
  const { t } = useTranslation('call_stats');
  const stands = client.wsConnected;
  return (
    <span role="status" className="flex items-center gap-1.5">
      {t('desk.websocket')}
      <Chip tone={stands ? 'success' : 'danger'} icon={stands ? Wifi : PlugZap}>
        {t(stands ? 'desk.connected' : 'desk.disconnected')}
      </Chip>
    </span>
  );
}
