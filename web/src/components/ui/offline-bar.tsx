import { PlugZap, WifiOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatTime } from '@/lib/format';
import { useLive } from '@/lib/realtime/store';
import { useDelayed } from '@/lib/use-delayed';

/** A thin line over the page while events do not flow; it says since when the data is old. */
export function OfflineBar() {
  const { t } = useTranslation('common');
  const { state, lastLiveAt } = useLive();
  const lost = useDelayed(state === 'waiting', 1_500);
  const shown = state === 'offline' || state === 'refused' || lost;
  const Icon = state === 'offline' ? WifiOff : PlugZap;
  const kind = state === 'refused' ? 'refused' : state === 'offline' ? 'offline' : 'waiting';
  return (
    <div role="status" aria-live="polite">
      {shown && (
        <p className="flex min-h-7 items-center justify-center gap-2 bg-warning-bg px-3 py-1 text-xs text-warning">
          <Icon aria-hidden size={14} className="shrink-0" />
          <span>
            {lastLiveAt === null
              ? t(`live.${kind}`)
              : t(`live.${kind}_since`, { time: formatTime(lastLiveAt) })}
          </span>
        </p>
      )}
    </div>
  );
}
