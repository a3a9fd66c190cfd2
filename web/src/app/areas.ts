import {
  BadgeCheck,
  Building2,
  CalendarClock,
  CalendarDays,
  ChartColumn,
  ChartNoAxesCombined,
  ClipboardCheck,
  FileChartColumn,
  FileText,
  Forklift,
  Gauge,
  KeyRound,
  KeySquare,
  LayoutDashboard,
  type LucideIcon,
  Megaphone,
  MessagesSquare,
  MonitorCog,
  MonitorDot,
  Network,
  Phone,
  RadioTower,
  ScrollText,
  Send,
  ShieldAlert,
  ShoppingCart,
  SlidersHorizontal,
  Star,
  Target,
  TimerReset,
  Truck,
  Users,
  Warehouse,
  Webhook,
} from 'lucide-react';
import { useSession } from '@/lib/auth/session';
import type { ShortcutId } from '@/lib/shortcuts';

/** What the places have in common: one's own work, that of others, or the company's set-up. */
export type AreaGroup = 'work' | 'team' | 'administration';

export const areaGroups: readonly AreaGroup[] = ['work', 'team', 'administration'];

export interface Area {
  id: string;
  group: AreaGroup;
  path: string;
  /** Key in shell.json. */
  label: string;
  icon: LucideIcon;
  /** Without it the area is not shown. */
  permission: string;
  shortcut?: ShortcutId;
  /** How much waits there, shown beside its name. */
  counted?: 'approvals';
  /** Its path is the beginning of the paths of other areas. */
  exact?: boolean;
}

/** The places of the app, in the order of the sidebar: group by group. */
const areas: Area[] = [
  {
    id: 'dashboard',
    group: 'work',
    path: '/call-center-panel',
    label: 'nav.dashboard',
    icon: LayoutDashboard,
    permission: 'orders.read',
    shortcut: 'go.dashboard',
    exact: true,
  },
  {
    id: 'orders',
    group: 'work',
    path: '/call-center-panel/orders',
    label: 'nav.orders',
    icon: ShoppingCart,
    permission: 'orders.read',
    shortcut: 'go.orders',
  },
  {
    id: 'inventory',
    group: 'work',
    path: '/call-center-panel/inventory',
    label: 'nav.inventory',
    icon: Warehouse,
    permission: 'inventory.read',
    shortcut: 'go.inventory',
  },
  {
    id: 'delivery',
    group: 'work',
    path: '/call-center-panel/delivery',
    label: 'nav.delivery',
    icon: Truck,
    permission: 'deliveries.read',
    shortcut: 'go.delivery',
  },
  {
    id: 'call-log',
    group: 'work',
    path: '/call-center-panel/call-log',
    label: 'nav.call_log',
    icon: Phone,
    permission: 'orders.read',
  },
  {
    id: 'messages',
    group: 'work',
    path: '/call-center-panel/messages',
    label: 'nav.messages',
    icon: MessagesSquare,
    permission: 'messages.send',
  },
  {
    id: 'escalations',
    group: 'work',
    path: '/call-center-panel/escalations',
    label: 'nav.escalations',
    icon: ShieldAlert,
    permission: 'orders.read',
  },
  {
    id: 'performance',
    group: 'work',
    path: '/call-center-panel/performance',
    label: 'nav.performance',
    icon: ChartColumn,
    permission: 'stats.read',
    exact: true,
  },
  {
    id: 'my-schedule',
    group: 'work',
    path: '/call-center-panel/my-schedule',
    label: 'nav.my_schedule',
    icon: CalendarDays,
    permission: 'orders.read',
  },
  {
    id: 'reports',
    group: 'work',
    path: '/call-center-panel/reports',
    label: 'nav.reports',
    icon: FileChartColumn,
    permission: 'reports.read',
  },
  {
    id: 'supervisor',
    group: 'team',
    path: '/call-center-panel/supervisor',
    label: 'nav.supervisor',
    icon: MonitorDot,
    permission: 'orders.read_team',
  },
  {
    id: 'approvals',
    group: 'team',
    path: '/call-center-panel/approvals',
    label: 'nav.approvals',
    icon: ClipboardCheck,
    permission: 'orders.approve',
    counted: 'approvals',
  },
  {
    id: 'schedules',
    group: 'team',
    path: '/call-center-panel/schedules',
    label: 'nav.schedules',
    icon: CalendarClock,
    permission: 'schedules.manage',
  },
  {
    id: 'team-performance',
    group: 'team',
    path: '/call-center-panel/performance/team',
    label: 'nav.team_performance',
    icon: ChartNoAxesCombined,
    permission: 'orders.read_team',
  },
  {
    id: 'manager',
    group: 'team',
    path: '/call-center-panel/manager',
    label: 'nav.manager',
    icon: Gauge,
    permission: 'orders.read_all',
    exact: true,
  },
  {
    id: 'service-levels',
    group: 'team',
    path: '/call-center-panel/manager/service-levels',
    label: 'nav.service_levels',
    icon: TimerReset,
    permission: 'policies.manage',
  },
  {
    id: 'policies',
    group: 'team',
    path: '/call-center-panel/manager/policies',
    label: 'nav.policies',
    icon: SlidersHorizontal,
    permission: 'policies.manage',
  },
  {
    id: 'kpi-targets',
    group: 'team',
    path: '/call-center-panel/manager/targets',
    label: 'nav.kpi_targets',
    icon: Target,
    permission: 'policies.manage',
  },
  {
    id: 'people',
    group: 'administration',
    path: '/admin/users',
    label: 'nav.people',
    icon: Users,
    permission: 'agents.manage',
  },
  {
    id: 'teams',
    group: 'administration',
    path: '/admin/teams',
    label: 'nav.teams',
    icon: Network,
    permission: 'agents.manage',
  },
  {
    id: 'roles',
    group: 'administration',
    path: '/admin/roles',
    label: 'nav.roles',
    icon: BadgeCheck,
    permission: 'roles.manage',
  },
  {
    id: 'password-requests',
    group: 'administration',
    path: '/admin/password-requests',
    label: 'nav.password_requests',
    icon: KeyRound,
    permission: 'password_requests.resolve',
  },
  {
    id: 'people-sessions',
    group: 'administration',
    path: '/admin/sessions',
    label: 'nav.people_sessions',
    icon: MonitorCog,
    permission: 'sessions.manage',
  },
  {
    id: 'company',
    group: 'administration',
    path: '/admin/company',
    label: 'nav.company',
    icon: Building2,
    permission: 'settings.manage',
  },
  {
    id: 'announcements',
    group: 'administration',
    path: '/admin/announcements',
    label: 'nav.announcements',
    icon: Megaphone,
    permission: 'announcements.manage',
  },
  {
    id: 'order-sources',
    group: 'administration',
    path: '/admin/order-sources',
    label: 'nav.order_sources',
    icon: Webhook,
    permission: 'orders.import',
  },
  {
    id: 'couriers',
    group: 'administration',
    path: '/admin/couriers',
    label: 'nav.couriers',
    icon: Forklift,
    permission: 'providers.manage',
  },
  {
    id: 'message-providers',
    group: 'administration',
    path: '/admin/message-providers',
    label: 'nav.message_providers',
    icon: Send,
    permission: 'providers.manage',
  },
  {
    id: 'message-templates',
    group: 'administration',
    path: '/admin/message-templates',
    label: 'nav.message_templates',
    icon: FileText,
    permission: 'templates.manage',
  },
  {
    id: 'ratings',
    group: 'administration',
    path: '/admin/ratings',
    label: 'nav.ratings',
    icon: Star,
    permission: 'settings.manage',
  },
  {
    id: 'api-keys',
    group: 'administration',
    path: '/admin/api-keys',
    label: 'nav.api_keys',
    icon: KeySquare,
    permission: 'api_keys.manage',
  },
  {
    id: 'webhooks',
    group: 'administration',
    path: '/admin/webhooks',
    label: 'nav.webhooks',
    icon: RadioTower,
    permission: 'webhooks.manage',
  },
  {
    id: 'audit',
    group: 'administration',
    path: '/admin/audit',
    label: 'nav.audit',
    icon: ScrollText,
    permission: 'audit.read',
  },
];

/** The areas that the signed-in person may see. */
export function useAreas(): Area[] {
  const permissions = useSession((state) => state.user?.permissions);
  return areas.filter((area) => permissions?.includes(area.permission));
}
