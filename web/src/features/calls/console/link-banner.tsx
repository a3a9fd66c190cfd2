import { X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { IconButton } from '@/components/ui/icon-button';
import { Notice } from '@/components/ui/notice';
import { useCan } from '@/lib/auth/use-can';
import { formatClock } from '@/lib/format';
import { usePbxLink, usePbxOutage } from '@/lib/phones/api';
import { useNow } from '@/lib/use-now';

/* After that it is history, which the page of the PBX keeps. */
const RECENT_MS = 15 * 60_000;

/** Whether what the console shows is what happens: the link to the PBX, and what a loss left. */
export function LinkBanner() {
  const { t } = useTranslation('calls');
  const link = usePbxLink();
  const maySetUp = useCan('providers.manage');
  if (!link.data) return null;
  const { state, since } = link.data;
  if (state === 'connected') return <OutageBanner />;
  const isSetUp = state !== 'not_configured' && state !== 'disabled';
  return (
    <Notice tone={isSetUp ? 'warning' : 'info'} className="mx-4 mb-3 max-md:mx-3">
      {isSetUp ? t('banner.down', { when: formatClock(since) }) : t('banner.none')}{' '}
      {maySetUp && (
        <Link to="/admin/pbx" className="underline">
          {t('banner.set_up')}
        </Link>
      )}
    </Notice>
  );
}

/** "PBX link lost 14:02:11–14:02:19, 2 calls reconstructed": for a while, or until it is read. */
function OutageBanner() {
  const { t } = useTranslation(['calls', 'common']);
  const outage = usePbxOutage();
  const now = useNow('minute');
  const [read, setRead] = useState('');
  const ended = outage.data?.ended_at;
  if (!outage.data || !ended || read === outage.data.started_at) return null;
  if (now - Date.parse(ended) > RECENT_MS) return null;
  const { started_at, calls_reconstructed: kept, calls_interrupted: lost } = outage.data;
  const parts = [
    t('banner.outage', { from: formatClock(started_at), to: formatClock(ended) }),
    kept !== null && t('banner.reconstructed', { count: kept }),
    lost !== null && lost > 0 && t('banner.interrupted', { count: lost }),
  ].filter((part) => part !== false);
  return (
    <div className="flex items-start gap-2 px-4 pb-3 max-md:px-3">
      <Notice tone="warning" className="flex-1">
        <span className="num">{parts.join(t('banner.comma'))}</span>
      </Notice>
      <IconButton icon={X} label={t('common:close')} onClick={() => setRead(started_at)} />
    </div>
  );
}
