import { BellRing } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { toast } from '@/components/ui/toast-store';
import { errorText, type NotificationPreferences } from '@/lib/api';
import { useSession } from '@/lib/auth/session';
import { formatNumber } from '@/lib/format';
import { type PushState, pushState, startPush, stopPush } from '@/lib/notifications/push';

/** Whether this browser shows notifications, also while no page is open in it. */
export function PushSwitch({ preferences }: { preferences: NotificationPreferences }) {
  const { t } = useTranslation('profile');
  const owner = useSession(({ company, user }) => `${company?.id}:${user?.id}`);
  const [state, setState] = useState<PushState | null>(null);
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    let gone = false;
    pushState(owner).then(
      (found) => !gone && setState(found),
      () => !gone && setState('unsupported'),
    );
    return () => {
      gone = true;
    };
  }, [owner]);

  async function change() {
    setBusy(true);
    try {
      if (state === 'on') {
        await stopPush();
        setState('off');
      } else setState(await startPush(owner, preferences.push_key));
    } catch (error) {
      toast.error(t('push.failed'), { detail: errorText(error) });
    } finally {
      setBusy(false);
    }
  }

  if (state === null) return null;
  return (
    <div className="flex flex-wrap items-center gap-3 rounded-lg border border-line bg-surface px-3 py-2">
      <BellRing aria-hidden size={17} strokeWidth={1.75} className="shrink-0 text-ink-3" />
      <span className="min-w-48 flex-1 text-sm" role="status">
        {t(`push.${state}`)}
        {preferences.push_browsers > 0 && (
          <span className="block text-xs text-ink-3">
            {t('push.browsers', { n: formatNumber(preferences.push_browsers) })}
          </span>
        )}
      </span>
      {(state === 'on' || state === 'off') && (
        <Button busy={busy} onClick={() => void change()}>
          {t(state === 'on' ? 'push.stop' : 'push.start')}
        </Button>
      )}
    </div>
  );
}
