import { useEffect } from 'react';
import { useNavigate } from 'react-router';
import { setBeforeLeaving, useSession } from '@/lib/auth/session';
import { useAlerts } from '@/lib/notifications/alerts';
import { keepPush, stopPush } from '@/lib/notifications/push';

/** Sounds and windows of notifications, and what the service worker passes on of them. */
export function useNotified(isHeldBack: boolean): void {
  const navigate = useNavigate();
  const owner = useSession(({ company, user }) => `${company?.id}:${user?.id}`);
  useAlerts(navigate);

  useEffect(() => {
    if (isHeldBack) return;
    setBeforeLeaving(stopPush);
    keepPush(owner).catch(() => {
      // The next visit tries again.
    });
  }, [isHeldBack, owner]);

  useEffect(() => {
    const worker = navigator.serviceWorker;
    if (!worker) return;
    const onMessage = ({ data }: MessageEvent) => {
      if (data?.type === 'OPEN' && typeof data.path === 'string') navigate(data.path);
    };
    worker.addEventListener('message', onMessage);
    return () => worker.removeEventListener('message', onMessage);
  }, [navigate]);
}
