import {
  CalendarClock,
  CalendarDays,
  ChartNoAxesCombined,
  FileText,
  Forklift,
  KeyRound,
  LayoutDashboard,
  type LucideIcon,
  MessagesSquare,
  MonitorCog,
  MonitorDot,
  Network,
  Phone,
  Send,
  ShoppingCart,
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
    id: 'my-schedule',
    group: 'work',
    path: '/call-center-panel/my-schedule',
    label: 'nav.my_schedule',
    icon: CalendarDays,
    permission: 'orders.read',
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
    id: 'schedules',
    group: 'team',
    path: '/call-center-panel/schedules',
    label: 'nav.schedules',
    icon: CalendarClock,
    permission: 'schedules.manage',
  },
  {
    id: 'manager',
    group: 'team',
    path: '/call-center-panel/manager',
    label: 'nav.manager',
    icon: ChartNoAxesCombined,
    permission: 'orders.read_all',
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
    id: 'message-providers',
    group: 'administration',
    path: '/admin/message-providers',
    label: 'nav.message_providers',
    icon: Send,
    permission: 'providers.manage',
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
    id: 'order-sources',
    group: 'administration',
    path: '/admin/order-sources',
    label: 'nav.order_sources',
    icon: Webhook,
    permission: 'orders.import',
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
];

/** The areas that the signed-in person may see. */
export function useAreas(): Area[] {
  const permissions = useSession((state) => state.user?.permissions);
  return areas.filter((area) => permissions?.includes(area.permission));
}
