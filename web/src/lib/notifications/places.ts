import {
  AlarmClock,
  Bell,
  CalendarClock,
  FilePenLine,
  Hourglass,
  KeyRound,
  type LucideIcon,
  MessageCircle,
  MessageCircleMore,
  MessageSquareText,
  Moon,
  ShieldAlert,
  ShieldCheck,
  ShoppingCart,
  Star,
  TimerOff,
  Unplug,
  UserCheck,
  UserPlus,
  Webhook,
} from 'lucide-react';
import type { Notification } from '@/lib/api';

const icons: Record<string, LucideIcon> = {
  order_assigned: ShoppingCart,
  callback_due: AlarmClock,
  follow_up_due: CalendarClock,
  reassign_request: UserPlus,
  reassign_decided: UserCheck,
  modification_request: FilePenLine,
  modification_decided: FilePenLine,
  sla_breached: TimerOff,
  password_request: KeyRound,
  agent_lost: Unplug,
  rating_received: Star,
  escalation_raised: ShieldAlert,
  escalation_assigned: ShieldAlert,
  escalation_resolved: ShieldCheck,
  escalation_further: ShieldAlert,
  work_given: ShoppingCart,
  schedule_changed: CalendarClock,
  internal_message: MessageSquareText,
  webhook_disabled: Webhook,
  session_reused: ShieldAlert,
  agent_away: Moon,
  chat_offered: MessageCircle,
  chat_assigned: MessageCircle,
  chat_transferred: MessageCircle,
  chat_message: MessageCircleMore,
  chat_waiting: Hourglass,
  chat_unseen: Hourglass,
  mention: MessageSquareText,
};

export function iconOf({ type }: Notification): LucideIcon {
  return icons[type] ?? Bell;
}

/* What a notification about something of an order says of the order itself. */
function orderPathOf({ data }: Notification): string | null {
  const id = typeof data === 'object' && data !== null && 'order_id' in data ? data.order_id : null;
  return typeof id === 'number' ? `/call-center-panel/orders/${id}` : null;
}

/** The page behind a notification, or null when there is none. */
export function pathOf(notification: Notification): string | null {
  const { type, subject_type: subject, subject_id: id } = notification;
  if (type === 'password_request') return '/admin/password-requests';
  if (subject === 'escalation') return '/call-center-panel/escalations';
  if (type === 'modification_request') return '/call-center-panel/approvals';
  if (type === 'reassign_request') return '/call-center-panel/approvals?show=handover';
  if (type === 'modification_decided') return orderPathOf(notification);
  if (type === 'schedule_changed') return '/call-center-panel/my-schedule';
  if (type === 'agent_lost' || type === 'agent_away')
    return `/call-center-panel/supervisor?agent=${id}`;
  if (type === 'work_given') return '/call-center-panel/orders';
  if (type === 'internal_message') return '/call-center-panel/messages';
  if (type === 'webhook_disabled') return '/admin/webhooks';
  if (type === 'session_reused') return '/account/devices';
  if (subject === 'chat' && id !== null) return `/agent/chats/${id}`;
  if (subject === 'order' && id !== null) return `/call-center-panel/orders/${id}`;
  return null;
}
