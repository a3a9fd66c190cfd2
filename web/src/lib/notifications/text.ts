import type { TFunction } from 'i18next';
import type { Notification } from '@/lib/api';

/** What each type needs of `data`; the text is `shell:notifications.text.<type>`. */
const NEEDS: Record<string, readonly string[]> = {
  order_assigned: ['short_code'],
  callback_due: ['customer_name'],
  follow_up_due: ['short_code'],
  reassign_request: ['agent_name', 'short_code'],
  reassign_approved: ['short_code'],
  reassign_rejected: ['short_code'],
  modification_request: ['agent_name', 'short_code'],
  modification_approved: ['short_code'],
  modification_rejected: ['short_code'],
  modification_withdrawn: ['short_code'],
  sla_breached: ['short_code'],
  sla_breached_several: ['short_code', 'count'],
  password_request: ['name'],
  agent_lost: ['agent_name'],
  internal_message: ['from'],
  rating_received: ['customer_name', 'short_code', 'score'],
  escalation_raised: ['by', 'code'],
  escalation_assigned: ['code'],
  escalation_resolved: ['code'],
  escalation_further: ['code'],
  work_given: ['by', 'orders', 'tasks'],
  schedule_changed: [],
  session_reused: [],
  webhook_disabled: ['name'],
  agent_away: ['agent_name'],
  chat_offered: ['customer_name'],
  chat_assigned: ['customer_name'],
  chat_transferred: ['by', 'customer_name'],
  chat_message: ['customer_name'],
  chat_waiting: ['customer_name'],
  chat_unseen: ['customer_name'],
  mention: ['by', 'customer_name'],
};

function dataOf(notification: Notification): Record<string, string> {
  const found: Record<string, string> = {};
  const { data } = notification;
  if (typeof data !== 'object' || data === null) return found;
  for (const [name, value] of Object.entries(data)) {
    if (typeof value === 'string' || typeof value === 'number') found[name] = String(value);
  }
  return found;
}

/** Which text: some types have one for each outcome. */
function textOf(type: string, data: Record<string, string>): string {
  if (type === 'reassign_decided') return `reassign_${data.status}`;
  if (type === 'modification_decided') return `modification_${data.status}`;
  if (type === 'sla_breached' && Number(data.count) > 1) return 'sla_breached_several';
  return type;
}

/**
 * A notification in the language of the page, from its type and data, so that whoever turns the
 * page to the other language turns the list too. The server words it once, when it is asked; that is
 * shown where this page knows no sentence of its own.
 */
export function notificationText(t: TFunction<'shell'>, notification: Notification) {
  const data = dataOf(notification);
  const type = textOf(notification.type, data);
  const needs = NEEDS[type];
  if (!needs?.every((name) => data[name])) {
    return { title: notification.title, body: notification.body };
  }
  return {
    title: t(`shell:notifications.text.${type}`, data),
    body:
      type === 'session_reused'
        ? t('shell:notifications.text.session_reused_why')
        : notification.body,
  };
}
