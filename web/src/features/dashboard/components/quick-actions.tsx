import {
  AlarmClock,
  CalendarClock,
  type LucideIcon,
  MessageCirclePlus,
  ShieldAlert,
  TriangleAlert,
  UserPlus,
} from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { lazyDialog } from '@/components/ui/lazy-dialog';
import type { DashboardAnswer } from '@/lib/api';
import { useCan } from '@/lib/auth/use-can';
import { formatNumber } from '@/lib/format';
import { escalationsLink, priorityLink, requestsLink } from '../links';
import type { TasksKind } from './tasks-drawer';

interface QuickActionsProps {
  /** Of orders; without them there is none of theirs. */
  counts?: DashboardAnswer['quick_actions'];
  onTasks?: (kind: TasksKind) => void;
}

const look =
  'flex min-h-(--ctl-h) items-center gap-2 rounded-md border border-line-strong bg-surface px-3 py-1 text-start font-semibold hover:bg-sunken';

const NewChatDialog = lazyDialog(async () =>
  (await import('@/components/chat/new-chat-dialog')).loadNewChatDialog(),
);

/** The ways to what waits: urgent orders, promised calls, follow-ups; and to a new chat. */
export function QuickActions({ counts, onTasks = () => {} }: QuickActionsProps) {
  const { t } = useTranslation('dashboard');
  const mayBegin = useCan('chats.write');
  if (!counts && !mayBegin) return null;
  return (
    <section aria-label={t('quick.label')} className="flex flex-wrap gap-2">
      {mayBegin && <StartChat />}
      {counts && <OfOrders counts={counts} onTasks={onTasks} />}
    </section>
  );
}

/** S1-DASH-13 */
function StartChat() {
  const { t } = useTranslation('dashboard');
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)} className={look}>
        <MessageCirclePlus aria-hidden size={16} strokeWidth={1.75} className="shrink-0" />
        {t('quick.chat')}
      </button>
      {isOpen && <NewChatDialog onClose={() => setOpen(false)} />}
    </>
  );
}

function OfOrders({ counts, onTasks }: Required<QuickActionsProps>) {
  const { t } = useTranslation('dashboard');
  const mayDecide = useCan('orders.reassign');
  return (
    <>
      <Link to={priorityLink()} className={look}>
        <Content icon={TriangleAlert} count={counts.priority}>
          {t('quick.priority')}
        </Content>
      </Link>
      <button type="button" onClick={() => onTasks('callbacks')} className={look}>
        <Content icon={AlarmClock} count={counts.callbacks}>
          {t('quick.callbacks')}
        </Content>
      </button>
      <button type="button" onClick={() => onTasks('follow_ups')} className={look}>
        <Content icon={CalendarClock} count={counts.follow_ups}>
          {t('quick.follow_ups')}
        </Content>
      </button>
      <Link to={escalationsLink} className={look}>
        <Content icon={ShieldAlert} count={counts.escalations}>
          {t('quick.escalations')}
        </Content>
      </Link>
      {mayDecide && (
        <Link to={requestsLink} className={look}>
          <Content icon={UserPlus} count={counts.requests}>
            {t('quick.requests')}
          </Content>
        </Link>
      )}
    </>
  );
}

interface ContentProps {
  icon: LucideIcon;
  count: number;
  children: ReactNode;
}

function Content({ icon: Icon, count, children }: ContentProps) {
  return (
    <>
      <Icon aria-hidden size={16} strokeWidth={1.75} className="shrink-0" />
      {children}
      <span className="num min-w-6 rounded-sm bg-sunken px-1.5 text-center text-xs text-ink-2">
        {formatNumber(count)}
      </span>
    </>
  );
}
