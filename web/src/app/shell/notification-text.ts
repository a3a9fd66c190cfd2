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
  password_request: ['name'],
  agent_lost: ['agent_name'],
  internal_message: ['from'],
  work_given: ['by', 'orders', 'tasks'],
  schedule_changed: [],
  session_reused: [],
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

/**
 * A notification in the language of the page, from its type and data: the stored title is English,
 * and somebody who turns the page to the other language turns the list too. What a newer server
 * says is shown as it came.
 */
export function notificationText(t: TFunction<'shell'>, notification: Notification) {
  const data = dataOf(notification);
  const type =
    notification.type === 'reassign_decided' ? `reassign_${data.status}` : notification.type;
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
