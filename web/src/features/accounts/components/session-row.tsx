import { CircleCheck, LogOut } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Chip } from '@/components/ui/chip';
import { RelativeTime } from '@/components/ui/relative-time';
import type { OpenSession } from '@/lib/api';
import { formatDateTime } from '@/lib/format';
import { deviceIcon, useDeviceWords } from './use-device-words';

interface SessionRowProps {
  session: OpenSession;
  /** Null where this is not the place to end it. */
  onLeave: (() => void) | null;
}

/** One login: with what, from where, and when it was last used. */
export function SessionRow({ session, onLeave }: SessionRowProps) {
  const { t } = useTranslation('accounts');
  const words = useDeviceWords()(session);
  const Icon = deviceIcon(session.system);
  const last = session.current ? (
    t('sessions.now')
  ) : (
    <>
      {t('devices.last_seen')} <RelativeTime at={session.last_seen_at} />
    </>
  );
  return (
    <li className="flex items-center gap-3 border-b border-line px-4 py-3 last:border-b-0 max-md:flex-wrap">
      <Icon aria-hidden size={20} strokeWidth={1.5} className="shrink-0 text-ink-3" />
      <div className="min-w-0 flex-1 max-md:basis-60">
        <p className="flex flex-wrap items-center gap-2 font-semibold">
          <span title={session.user_agent}>{words}</span>
          {session.current && (
            <Chip tone="success" icon={CircleCheck}>
              {t('sessions.current')}
            </Chip>
          )}
        </p>
        <p className="text-xs text-ink-3">
          {last}
          {session.ip && (
            <>
              {' · '}
              <bdi className="ltr num">{session.ip}</bdi>
            </>
          )}
          {session.workstation_id && (
            <>
              {' · '}
              <bdi>{session.workstation_id}</bdi>
            </>
          )}
          {' · '}
          {t('devices.since', { date: formatDateTime(session.created_at) })}
        </p>
      </div>
      {onLeave && (
        <Button
          icon={LogOut}
          flipIcon
          onClick={onLeave}
          className="max-md:ms-auto"
          aria-label={t('sessions.leave_label', { device: words })}
        >
          {t('devices.leave')}
        </Button>
      )}
    </li>
  );
}
