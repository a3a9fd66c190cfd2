import { LogOut, UserX } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { Avatar } from '@/components/ui/avatar';
import { Button } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { Page } from '@/components/ui/page';
import { SearchInput } from '@/components/ui/search-input';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Tabs } from '@/components/ui/tabs';
import type { OpenSession } from '@/lib/api';
import { useSession } from '@/lib/auth/session';
import { useEndManagedSession, useEndUserSessions, useManagedSessions } from './api';
import { LeaveDialog } from './components/leave-dialog';
import { LoginLog } from './components/login-log';
import { SessionRow } from './components/session-row';
import { useDeviceWords } from './components/use-device-words';
import { byPerson, type PersonSessions } from './people-sessions';

type Leaving = { session: OpenSession } | { person: PersonSessions } | null;

/** Who is logged in where, of the people one stands above; for who reads the audit log, each login. */
export function PeopleSessionsPage() {
  const { t } = useTranslation('accounts');
  const seesLog = useSession((state) => state.user?.permissions.includes('audit.read'));
  const [params, setParams] = useSearchParams();
  const view = seesLog && params.get('view') === 'logins' ? 'logins' : 'open';
  const [search, setSearch] = useState('');
  const find = <SearchInput label={t('people.search')} value={search} onChange={setSearch} />;
  const open = <OpenSessions search={search} />;
  return (
    <Page title={t('people.title')} actions={view === 'open' && find}>
      {seesLog ? (
        <Tabs
          label={t('people.title')}
          value={view}
          onChange={(id) => setParams(id === 'logins' ? { view: id } : {}, { replace: true })}
          tabs={[
            { id: 'open', label: t('logins.tab_open'), content: open },
            { id: 'logins', label: t('logins.tab_log'), content: <LoginLog /> },
          ]}
        />
      ) : (
        open
      )}
    </Page>
  );
}

function OpenSessions({ search }: { search: string }) {
  const { t } = useTranslation('accounts');
  const sessions = useManagedSessions();
  const [leaving, setLeaving] = useState<Leaving>(null);
  const people = byPerson(sessions.data ?? [], search);
  return (
    <>
      <p className="px-4 py-3 text-sm text-ink-2">{t('people.text')}</p>
      {sessions.isPending && <SkeletonRows rows={4} rowClassName="h-16" />}
      {sessions.isError && (
        <ErrorState
          title={t('sessions.failed')}
          error={sessions.error}
          onRetry={() => void sessions.refetch()}
        />
      )}
      {sessions.data && people.length === 0 && <Empty icon={UserX} title={t('people.empty')} />}
      {people.map((person) => (
        <Person key={person.user.id} person={person} onLeave={setLeaving} />
      ))}
      {leaving && 'session' in leaving && (
        <EndOne session={leaving.session} onClose={() => setLeaving(null)} />
      )}
      {leaving && 'person' in leaving && (
        <EndAll person={leaving.person} onClose={() => setLeaving(null)} />
      )}
    </>
  );
}

interface PersonProps {
  person: PersonSessions;
  onLeave: (leaving: Leaving) => void;
}

function Person({ person, onLeave }: PersonProps) {
  const { t } = useTranslation('accounts');
  const { user, sessions } = person;
  return (
    <section aria-label={user.name} className="mx-4 mb-4 max-w-3xl">
      <div className="flex flex-wrap items-center gap-2 pb-2">
        <Avatar name={user.name} src={user.avatar_url} />
        <h2 className="font-semibold">
          <bdi>{user.name}</bdi>
        </h2>
        <bdi className="ltr num text-ink-3">{user.agent_code ?? user.username}</bdi>
        <Button
          icon={LogOut}
          flipIcon
          className="ms-auto"
          aria-label={t('people.end_all_label', { name: user.name })}
          onClick={() => onLeave({ person })}
        >
          {t('people.end_all')}
        </Button>
      </div>
      <ul className="rounded-lg border border-line bg-surface">
        {sessions.map((session) => (
          <SessionRow
            key={session.id}
            session={session}
            onLeave={session.current ? null : () => onLeave({ session })}
          />
        ))}
      </ul>
    </section>
  );
}

function EndOne({ session, onClose }: { session: OpenSession; onClose: () => void }) {
  const { t } = useTranslation('accounts');
  const device = useDeviceWords()(session);
  const end = useEndManagedSession();
  return (
    <LeaveDialog
      title={t('people.end_one_title', { name: session.user.name, device })}
      text={t('people.end_one_text')}
      action={t('devices.leave')}
      done={t('people.ended', { name: session.user.name })}
      busy={end.isPending}
      onLeave={() => end.mutateAsync(session.id)}
      onClose={onClose}
    />
  );
}

function EndAll({ person, onClose }: { person: PersonSessions; onClose: () => void }) {
  const { t } = useTranslation('accounts');
  const end = useEndUserSessions();
  const { name, id } = person.user;
  return (
    <LeaveDialog
      title={t('people.end_all_title', { name })}
      text={t('people.end_all_text')}
      action={t('people.end_all')}
      done={t('people.ended', { name })}
      busy={end.isPending}
      onLeave={() => end.mutateAsync(id)}
      onClose={onClose}
    />
  );
}
