import { LogOut } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { Page } from '@/components/ui/page';
import { SkeletonRows } from '@/components/ui/skeleton';
import type { OpenSession } from '@/lib/api';
import { useEndOtherSessions, useEndSession, useSessions } from './api';
import { DeviceList } from './components/device-list';
import { LeaveDialog } from './components/leave-dialog';
import { SessionRow } from './components/session-row';
import { useDeviceWords } from './components/use-device-words';

/** Where this account is logged in now, and which devices remember it. */
export function SessionsPage() {
  const { t } = useTranslation('accounts');
  const now = useId();
  const devices = useId();
  return (
    <Page title={t('sessions.title')}>
      <section aria-labelledby={now}>
        <SessionList headingId={now} />
      </section>
      <section aria-labelledby={devices}>
        <h2 id={devices} className="px-4 pt-3 font-semibold">
          {t('devices.title')}
        </h2>
        <p className="px-4 pb-3 text-sm text-ink-2">{t('devices.text')}</p>
        <DeviceList />
      </section>
    </Page>
  );
}

function SessionList({ headingId }: { headingId: string }) {
  const { t } = useTranslation('accounts');
  const sessions = useSessions();
  const [leaving, setLeaving] = useState<OpenSession | 'others' | null>(null);
  const others = sessions.data?.filter((session) => !session.current) ?? [];
  return (
    <>
      <div className="flex max-w-3xl flex-wrap items-center gap-2 pe-4 pb-3">
        <h2 id={headingId} className="px-4 font-semibold">
          {t('sessions.now_title')}
        </h2>
        {others.length > 0 && (
          <Button icon={LogOut} flipIcon className="ms-auto" onClick={() => setLeaving('others')}>
            {t('sessions.end_others')}
          </Button>
        )}
      </div>
      {sessions.isPending && <SkeletonRows rows={2} rowClassName="h-16" />}
      {sessions.isError && (
        <ErrorState
          title={t('sessions.failed')}
          error={sessions.error}
          onRetry={() => void sessions.refetch()}
        />
      )}
      {sessions.data && (
        <ul className="mx-4 mb-4 max-w-3xl rounded-lg border border-line bg-surface">
          {sessions.data.map((session) => (
            <SessionRow
              key={session.id}
              session={session}
              onLeave={session.current ? null : () => setLeaving(session)}
            />
          ))}
        </ul>
      )}
      {leaving === 'others' && (
        <LeaveOthers count={others.length} onClose={() => setLeaving(null)} />
      )}
      {leaving && leaving !== 'others' && (
        <LeaveOne session={leaving} onClose={() => setLeaving(null)} />
      )}
    </>
  );
}

function LeaveOne({ session, onClose }: { session: OpenSession; onClose: () => void }) {
  const { t } = useTranslation('accounts');
  const device = useDeviceWords()(session);
  const end = useEndSession();
  return (
    <LeaveDialog
      title={t('devices.leave_title', { device })}
      text={t('devices.leave_text')}
      action={t('devices.leave')}
      done={t('devices.left', { device })}
      busy={end.isPending}
      onLeave={() => end.mutateAsync(session.id)}
      onClose={onClose}
    />
  );
}

function LeaveOthers({ count, onClose }: { count: number; onClose: () => void }) {
  const { t } = useTranslation('accounts');
  const end = useEndOtherSessions();
  return (
    <LeaveDialog
      title={t('sessions.end_others_title', { count })}
      text={t('sessions.end_others_text')}
      action={t('sessions.end_others')}
      done={t('sessions.ended_others')}
      busy={end.isPending}
      onLeave={() => end.mutateAsync()}
      onClose={onClose}
    />
  );
}
