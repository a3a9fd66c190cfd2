import { CloudUpload } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '@/lib/auth/session';
import { openOutbox, useOutbox } from '@/lib/orders/outbox';
import { useLive } from '@/lib/realtime';
import { sendOutbox } from './apply-status';

const TRY_AGAIN_MS = 15_000;

/** Says how many changes wait on this device, and sends them as soon as the line is back. */
export function OutboxBar() {
  const { t } = useTranslation('orders');
  const user = useSession((state) => state.user?.id);
  const live = useLive((state) => state.state === 'live');
  const count = useOutbox((state) => state.waiting.length);

  useEffect(() => {
    if (user !== undefined) void openOutbox(user);
  }, [user]);

  useEffect(() => {
    if (count === 0) return;
    if (live) void sendOutbox();
    const send = () => void sendOutbox();
    const timer = setInterval(send, TRY_AGAIN_MS);
    addEventListener('online', send);
    return () => {
      clearInterval(timer);
      removeEventListener('online', send);
    };
  }, [count, live]);

  return (
    <div role="status">
      {count > 0 && (
        <p className="flex min-h-8 items-center gap-2 bg-info-bg px-4 py-1 text-sm text-info">
          <CloudUpload aria-hidden size={15} className="shrink-0" />
          {t('outbox.waiting', { count })}
          <button
            type="button"
            onClick={() => void sendOutbox()}
            className="rounded-md px-2 font-semibold underline-offset-2 hover:underline pointer-coarse:min-h-11"
          >
            {t('outbox.send_now')}
          </button>
        </p>
      )}
    </div>
  );
}
