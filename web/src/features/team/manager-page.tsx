import { type LucideIcon, MonitorDot, Network, UserCog, Users } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Page } from '@/components/ui/page';
import { useCan } from '@/lib/auth/use-can';
import { AnalyticsView } from './components/analytics-view';

const places: { to: string; label: string; icon: LucideIcon; permission: string }[] = [
  {
    to: '/call-center-panel/supervisor',
    label: 'manager.board',
    icon: MonitorDot,
    permission: 'orders.read_team',
  },
  {
    to: '/admin/users?role=agent',
    label: 'manager.agents',
    icon: Users,
    permission: 'agents.manage',
  },
  {
    to: '/admin/users?role=supervisor',
    label: 'manager.supervisors',
    icon: UserCog,
    permission: 'agents.manage',
  },
  { to: '/admin/teams', label: 'manager.teams', icon: Network, permission: 'agents.manage' },
];

/** The department's figures, and the way to its people. */
export function ManagerPage() {
  const { t } = useTranslation('team');
  return (
    <Page title={t('manager.title')}>
      <nav aria-label={t('manager.places')} className="flex flex-wrap gap-2 px-4 max-md:px-3">
        {places.map((place) => (
          <Place key={place.to} {...place} />
        ))}
      </nav>
      <AnalyticsView />
    </Page>
  );
}

function Place({ to, label, icon: Icon, permission }: (typeof places)[number]) {
  const { t } = useTranslation('team');
  if (!useCan(permission)) return null;
  return (
    <Link
      to={to}
      className="inline-flex h-(--ctl-h) items-center gap-1.5 rounded-md border border-line-strong bg-surface px-3 text-sm font-semibold hover:bg-sunken"
    >
      <Icon aria-hidden size={16} strokeWidth={1.75} />
      {t(label)}
    </Link>
  );
}
