import { ChartColumn, type LucideIcon, MessagesSquare, Phone, ShoppingCart } from 'lucide-react';
import { lazy, Suspense, useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { useCallPolicies } from '@/components/order/call-policies';
import { OrderDialogs, OrderPanel } from '@/components/order/on-demand';
import { OutboxBar } from '@/components/order/outbox-bar';
import { useOrderKeys } from '@/components/order/use-order-keys';
import { ErrorState } from '@/components/ui/error-state';
import { lazyDialog } from '@/components/ui/lazy-dialog';
import { Page } from '@/components/ui/page';
import { afterPaint } from '@/lib/after-paint';
import { useCan } from '@/lib/auth/use-can';
import { timeZone } from '@/lib/format';
import { useShortcut } from '@/lib/shortcuts';
import { useDashboard } from './api';
import { ChatFigures } from './chats/chat-figures';
import { ActivityList } from './components/activity-list';
import { Clock } from './components/clock';
import { DashboardSkeleton } from './components/dashboard-skeleton';
import { OwnDay } from './components/own-day';
import { PriorityOrders } from './components/priority-orders';
import { QuickActions } from './components/quick-actions';
import { Summary } from './components/summary';
import type { TasksKind } from './components/tasks-drawer';

// What is opened less often comes when it is first opened.
const TasksDrawer = lazyDialog(async () => (await import('./components/tasks-drawer')).TasksDrawer);

const ChatsInDetail = lazy(async () => {
  const module = await import('./chats/chats-in-detail');
  return { default: module.ChatsInDetail };
});

/* S0-DASH-19…22: where an agent goes from here. */
const places: { to: string; label: string; icon: LucideIcon }[] = [
  { to: '/call-center-panel/orders', label: 'nav.all_orders', icon: ShoppingCart },
  { to: '/call-center-panel/performance', label: 'nav.my_stats', icon: ChartColumn },
  { to: '/call-center-panel/call-log', label: 'nav.call_log', icon: Phone },
  { to: '/call-center-panel/messages', label: 'nav.messages', icon: MessagesSquare },
];

export { askAhead } from './api';

/** The day at a glance: figures, what is urgent, what was promised, what just happened. */
export function DashboardPage() {
  const { t } = useTranslation('dashboard');
  const seesOrders = useCan('orders.read');
  const seesChats = useCan('chats.read');
  return (
    <Page title={t('title')} meta={!seesOrders && <CompanyClock />}>
      {seesOrders ? <WithOrders /> : <div className={column}>{seesChats && <Chats />}</div>}
    </Page>
  );
}

const column = 'flex flex-1 flex-col gap-5 px-4 pb-4';
const pair = 'grid items-start gap-5 max-lg:grid-cols-1';

/** The orders come first; what stands below them comes with them, so that nothing moves. */
function WithOrders() {
  const { t } = useTranslation('dashboard');
  const { data, isError, error, refetch } = useDashboard();
  const { openId, setOpen, tasks, setTasks } = useDashboardAddress();
  const seesChats = useCan('chats.read');
  useCallPolicies(); // forms go by them
  useOrderKeys(openId, setOpen);
  useShortcut('list.refresh', () => void refetch());
  return (
    <>
      <OutboxBar />
      <div className={column}>
        {isError && <ErrorState title={t('failed')} error={error} onRetry={() => void refetch()} />}
        {!data && !isError && <DashboardSkeleton />}
        {data && (
          <>
            <section aria-labelledby="today" className="flex flex-col gap-2">
              <div className="flex items-baseline gap-3">
                <h2 id="today" className="text-lg font-semibold">
                  {t('today.title')}
                </h2>
                <Clock zone={data.time_zone} serverNow={data.now} />
              </div>
              <Summary today={data.today} />
            </section>
            {seesChats && <ChatFigures />}
            <QuickActions counts={data.quick_actions} onTasks={setTasks} />
            <OwnDay />
            <div className={`${pair} grid-cols-[minmax(0,3fr)_minmax(0,2fr)]`}>
              <PriorityOrders orders={data.priority_orders} onDetails={setOpen} />
              <ActivityList items={data.recent_activity} onOpen={setOpen} />
            </div>
          </>
        )}
        {seesChats && (data || isError) && <ChatsBelow />}
      </div>
      <Places />
      <OrderPanel id={openId} beside={false} onClose={() => setOpen(null)} />
      {tasks && <TasksDrawer kind={tasks} onClose={() => setTasks(null)} onOpen={setOpen} />}
      <OrderDialogs />
    </>
  );
}

/** The page of who has chats and no orders. */
function Chats() {
  return (
    <>
      <ChatFigures />
      <QuickActions />
      <OwnDay />
      <ChatsBelow />
    </>
  );
}

/** Below what the eye meets first: its code comes once that is drawn. */
function ChatsBelow() {
  const [isPainted, setPainted] = useState(false);
  useEffect(() => afterPaint(() => setPainted(true)), []);
  if (!isPainted) return null;
  return (
    <Suspense>
      <ChatsInDetail />
    </Suspense>
  );
}

/** The same clock where no answer tells the server's time. */
function CompanyClock() {
  const [loadedAt] = useState(() => new Date().toISOString());
  return <Clock zone={timeZone()} serverNow={loadedAt} />;
}

function Places() {
  const { t } = useTranslation('dashboard');
  return (
    <nav
      aria-label={t('nav.label')}
      className="sticky bottom-0 flex gap-2 border-t border-line bg-surface px-4 py-2 max-md:hidden"
    >
      {places.map(({ to, label, icon: Icon }) => (
        <Link
          key={to}
          to={to}
          className="inline-flex h-(--ctl-h) items-center gap-1.5 rounded-md border border-line-strong px-3 font-semibold hover:bg-sunken"
        >
          <Icon aria-hidden size={16} strokeWidth={1.75} />
          {t(label)}
        </Link>
      ))}
    </nav>
  );
}

/* The open order and the open list stand in the address, as on the orders page. */
function useDashboardAddress() {
  const [params, setParams] = useSearchParams();
  const order = Number(params.get('order'));
  const wanted = params.get('tasks');
  const tasks: TasksKind | null = wanted === 'callbacks' || wanted === 'follow_ups' ? wanted : null;
  const set = useCallback(
    (name: 'order' | 'tasks', value: string | null) =>
      setParams((before) => {
        const next = new URLSearchParams(before);
        next.delete('order');
        next.delete('tasks');
        if (value !== null) next.set(name, value);
        return next;
      }),
    [setParams],
  );
  return {
    openId: Number.isInteger(order) && order > 0 ? order : null,
    setOpen: useCallback(
      (id: number | null) => set('order', id === null ? null : String(id)),
      [set],
    ),
    tasks,
    setTasks: useCallback((kind: TasksKind | null) => set('tasks', kind), [set]),
  };
}
