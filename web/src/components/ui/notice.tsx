import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from '@/lib/cx';

type NoticeTone = 'info' | 'success' | 'warning' | 'danger';

const looks: Record<NoticeTone, { icon: LucideIcon; className: string }> = {
  info: { icon: Info, className: 'bg-info-bg text-info' },
  success: { icon: CircleCheck, className: 'bg-success-bg text-success' },
  warning: { icon: TriangleAlert, className: 'bg-warning-bg text-warning' },
  danger: { icon: CircleAlert, className: 'bg-danger-bg text-danger' },
};

interface NoticeProps {
  tone: NoticeTone;
  /** Announces it at once; for what answers a press. */
  alert?: boolean;
  children: ReactNode;
  className?: string;
}

/** A sentence inside a page or form. */
export function Notice({ tone, alert, children, className }: NoticeProps) {
  const { icon: Icon, className: look } = looks[tone];
  return (
    <div
      role={alert ? 'alert' : undefined}
      className={cx('flex items-start gap-2 rounded-md px-3 py-2 text-sm', look, className)}
    >
      <Icon aria-hidden size={16} className="mt-0.5 shrink-0" />
      <div dir="auto" className="min-w-0">
        {children}
      </div>
    </div>
  );
}
