import { CircleAlert, CircleCheck, Info, TriangleAlert, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '@/lib/cx';
import { STAYS_IN_REACH } from '@/lib/hide-others';
import { dismissToast, type Toast, useToasts } from './toast-store';

const icons = {
  success: CircleCheck,
  info: Info,
  warning: TriangleAlert,
  danger: CircleAlert,
};

const iconColours = {
  success: 'text-success',
  info: 'text-info',
  warning: 'text-warning',
  danger: 'text-danger',
};

/** The messages, low in the middle, where they cover no buttons. Errors interrupt a screen reader, the rest waits its turn. */
export function Toaster() {
  const toasts = useToasts((state) => state.toasts);
  const { t } = useTranslation('common');
  const errors = toasts.filter((toast) => toast.tone === 'danger');
  const others = toasts.filter((toast) => toast.tone !== 'danger');
  return (
    <section
      aria-label={t('toast.region')}
      {...{ [STAYS_IN_REACH]: '' }}
      className="pointer-events-none fixed inset-x-0 bottom-16 z-70 mx-auto flex w-96 max-w-[calc(100vw-2rem)] flex-col gap-2 max-md:bottom-18"
    >
      <div role="status" aria-live="polite" className="flex flex-col gap-2">
        {others.map((toast) => (
          <ToastCard key={toast.id} toast={toast} />
        ))}
      </div>
      <div role="alert" aria-live="assertive" className="flex flex-col gap-2">
        {errors.map((toast) => (
          <ToastCard key={toast.id} toast={toast} />
        ))}
      </div>
    </section>
  );
}

function ToastCard({ toast }: { toast: Toast }) {
  const { t } = useTranslation('common');
  const [held, setHeld] = useState(false);
  const Icon = icons[toast.tone];

  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => dismissToast(toast.id), toast.durationMs);
    return () => clearTimeout(timer);
  }, [held, toast.id, toast.durationMs]);

  const hold = { onMouseEnter: () => setHeld(true), onFocus: () => setHeld(true) };
  const release = { onMouseLeave: () => setHeld(false), onBlur: () => setHeld(false) };
  return (
    <div
      {...hold}
      {...release}
      className="pointer-events-auto flex items-start gap-2 rounded-lg border border-line bg-surface p-3 text-sm shadow-lg"
    >
      <Icon aria-hidden size={17} className={cx('mt-0.5 shrink-0', iconColours[toast.tone])} />
      <div className="min-w-0 flex-1">
        <p dir="auto">{toast.text}</p>
        {toast.detail && <p className="text-xs text-ink-3">{toast.detail}</p>}
      </div>
      {toast.action && (
        <button
          type="button"
          onClick={() => {
            toast.action?.run();
            dismissToast(toast.id);
          }}
          className="shrink-0 rounded-md px-2 font-semibold text-accent hover:bg-sunken"
        >
          {toast.action.label}
        </button>
      )}
      <button
        type="button"
        aria-label={t('toast.dismiss')}
        onClick={() => dismissToast(toast.id)}
        className="-m-1 grid size-7 shrink-0 place-items-center rounded-md text-ink-3 hover:bg-sunken hover:text-ink"
      >
        <X aria-hidden size={15} />
      </button>
    </div>
  );
}
