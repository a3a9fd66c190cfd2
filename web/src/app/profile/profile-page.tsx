import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { OwnPicture } from '@/components/own-picture';
import { ErrorState } from '@/components/ui/error-state';
import { Page } from '@/components/ui/page';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Tabs } from '@/components/ui/tabs';
import { useProfile } from '@/features/profile/api';
import { AboutForm } from '@/features/profile/components/about-form';
import { AgentFacts } from '@/features/profile/components/agent-facts';
import { ChatsForm } from '@/features/profile/components/chats-form';
import { HoursForm } from '@/features/profile/components/hours-form';
import { NotificationMatrix } from '@/features/profile/components/notification-matrix';
import { StatusPanel } from '@/features/profile/components/status-panel';
import type { Profile } from '@/lib/api';
import { useCan } from '@/lib/auth/use-can';
import { GeneralSettings } from '../settings/general-settings';
import { ShortcutSettings } from '../settings/shortcut-settings';

/** Who one is here, whether one is there, and how one wants to work and to be told of things. */
export function ProfilePage() {
  const { t } = useTranslation(['profile', 'shell']);
  const profile = useProfile();
  return (
    <Page title={t('title')}>
      {profile.isPending && <SkeletonRows rows={8} rowClassName="h-12" />}
      {profile.isError && !profile.data && (
        <ErrorState
          title={t('failed')}
          error={profile.error}
          onRetry={() => void profile.refetch()}
        />
      )}
      {profile.data && <ProfileTabs profile={profile.data} />}
    </Page>
  );
}

function ProfileTabs({ profile }: { profile: Profile }) {
  const { t } = useTranslation(['profile', 'shell']);
  const [params, setParams] = useSearchParams();
  const { agent } = profile;
  const hasChats = useCan('chats.read');
  const tabs = [
    { id: 'about', label: t('tab.about'), content: <About profile={profile} /> },
    ...(agent
      ? [
          { id: 'status', label: t('tab.status'), content: <StatusPanel /> },
          ...(hasChats ? [{ id: 'chats', label: t('tab.chats'), content: <ChatsForm /> }] : []),
          {
            id: 'hours',
            label: t('tab.hours'),
            content: <HoursForm hours={agent.working_hours} />,
          },
        ]
      : []),
    { id: 'notifications', label: t('tab.notifications'), content: <NotificationMatrix /> },
    { id: 'keys', label: t('shell:settings.tab_keys'), content: <ShortcutSettings every /> },
    {
      id: 'looks',
      label: t('tab.looks'),
      content: <GeneralSettings ownOnly onLeave={() => {}} />,
    },
  ];
  const wanted = params.get('tab');
  return (
    <Tabs
      label={t('title')}
      value={tabs.find(({ id }) => id === wanted)?.id ?? 'about'}
      onChange={(tab) => setParams({ tab }, { replace: true })}
      tabs={tabs.map((tab) => ({ ...tab, content: <div className="p-4">{tab.content}</div> }))}
    />
  );
}

function About({ profile }: { profile: Profile }) {
  const { t } = useTranslation('profile');
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,36rem)_minmax(0,20rem)]">
      <div className="flex flex-col gap-5">
        <OwnPicture />
        <AboutForm profile={profile} />
      </div>
      <div className="flex flex-col gap-3">
        {profile.agent && <AgentFacts agent={profile.agent} />}
        <Link to="/account/password?next=/agent/profile" className="text-accent hover:underline">
          {t('password')}
        </Link>
        <Link to="/account/devices" className="text-accent hover:underline">
          {t('devices')}
        </Link>
      </div>
    </div>
  );
}
