import { useEffect, useRef } from 'react';
import type { Notification } from '@/lib/api';
import { i18n } from '@/lib/i18n';
import { useEvent } from '@/lib/realtime';
import { lead } from './leader';
import { playSound } from './sounds';
import { notificationText } from './text';
import { useNotificationVolume } from './volume';

/**
 * What stands for one and the same notification, however it arrives: by the page or by push. The
 * next message of a chat takes the place of the one before.
 */
export const tagOf = ({ type, id, subject_id }: Notification) =>
  type === 'chat_message' ? `hatif-chat-${subject_id}` : `hatif-${id}`;

/**
 * A window of the system's, shown by the service worker where it runs: that one knows whether one of
 * our pages is looked at, and shows nothing over it.
 */
async function showOnDesktop(
  notification: Notification,
  open: (path: string) => void,
): Promise<void> {
  if (typeof Notification_ === 'undefined' || Notification_.permission !== 'granted') return;
  const { title, body } = notificationText(i18n.getFixedT(i18n.language, 'shell'), notification);
  const tag = tagOf(notification);
  const shown = { id: notification.id, tag, title, body, language: i18n.language };
  const worker = await navigator.serviceWorker?.getRegistration();
  if (worker?.active) {
    worker.active.postMessage({ type: 'SHOW_NOTIFICATION', notification: shown });
  } else if (!document.hasFocus()) {
    const window_ = new Notification_(title, { body, tag, lang: i18n.language });
    window_.onclick = () => {
      window.focus();
      window_.close();
      open(`/agent/notifications/${notification.id}`);
    };
  }
}

/* The browser's own, whose name our rows have too. */
const Notification_ = globalThis.Notification;

/**
 * Lets notifications be heard and seen, in one tab of all that are open; a press on a window of the
 * system's opens its place in this one (S1-NOTIF-15…17).
 */
export function useAlerts(open: (path: string) => void): void {
  const leads = useRef(false);
  const volume = useNotificationVolume();
  useEffect(
    () =>
      lead(() => {
        leads.current = true;
      }),
    [],
  );
  useEvent('notification:new', ({ notification, sound, desktop }, { at }) => {
    // What was missed while the line was down is in the bell; a concert of it helps nobody.
    if (!leads.current || Date.now() - Date.parse(at) > 60_000) return;
    if (sound) void volume().then((loud) => playSound(sound, loud));
    if (desktop) void showOnDesktop(notification, open);
  });
}
