import {
  FileText,
  Forklift,
  KeyRound,
  LayoutDashboard,
  type LucideIcon,
  MessagesSquare,
  MonitorCog,
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

export interface Area {
  id: string;
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

/** The places of the app, in the order of the sidebar. */
const areas: Area[] = [
  {
    id: 'dashboard',
    path: '/call-center-panel',
    label: 'nav.dashboard',
    icon: LayoutDashboard,
    permission: 'orders.read',
    shortcut: 'go.dashboard',
    exact: true,
  },
  {
    id: 'orders',
    path: '/call-center-panel/orders',
    label: 'nav.orders',
    icon: ShoppingCart,
    permission: 'orders.read',
    shortcut: 'go.orders',
  },
  {
    id: 'inventory',
    path: '/call-center-panel/inventory',
    label: 'nav.inventory',
    icon: Warehouse,
    permission: 'inventory.read',
    shortcut: 'go.inventory',
  },
  {
    id: 'delivery',
    path: '/call-center-panel/delivery',
    label: 'nav.delivery',
    icon: Truck,
    permission: 'deliveries.read',
    shortcut: 'go.delivery',
  },
  {
    id: 'call-log',
    path: '/call-center-panel/call-log',
    label: 'nav.call_log',
    icon: Phone,
    permission: 'orders.read',
  },
  {
    id: 'messages',
    path: '/call-center-panel/messages',
    label: 'nav.messages',
    icon: MessagesSquare,
    permission: 'messages.send',
  },
  {
    id: 'message-templates',
    path: '/admin/message-templates',
    label: 'nav.message_templates',
    icon: FileText,
    permission: 'templates.manage',
  },
  {
    id: 'message-providers',
    path: '/admin/message-providers',
    label: 'nav.message_providers',
    icon: Send,
    permission: 'providers.manage',
  },
  {
    id: 'couriers',
    path: '/admin/couriers',
    label: 'nav.couriers',
    icon: Forklift,
    permission: 'providers.manage',
  },
  {
    id: 'order-sources',
    path: '/admin/order-sources',
    label: 'nav.order_sources',
    icon: Webhook,
    permission: 'orders.import',
  },
  {
    id: 'people',
    path: '/admin/users',
    label: 'nav.people',
    icon: Users,
    permission: 'agents.manage',
  },
  {
    id: 'teams',
    path: '/admin/teams',
    label: 'nav.teams',
    icon: Network,
    permission: 'agents.manage',
  },
  {
    id: 'password-requests',
    path: '/admin/password-requests',
    label: 'nav.password_requests',
    icon: KeyRound,
    permission: 'password_requests.resolve',
  },
  {
    id: 'people-sessions',
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
