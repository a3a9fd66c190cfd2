import { ChartColumn, type LucideIcon, MessagesSquare, Phone, ShoppingCart } from 'lucide-react';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { useCallPolicies } from '@/components/order/call-policies';
import { OrderDialogs, OrderPanel } from '@/components/order/on-demand';
import { OutboxBar } from '@/components/order/outbox-bar';
import { useOrderKeys } from '@/components/order/use-order-keys';
import { ErrorState } from '@/components/ui/error-state';
import { lazyDialog } from '@/components/ui/lazy-dialog';
import { Page } from '@/components/ui/page';
import { useShortcut } from '@/lib/shortcuts';
import { useDashboard } from './api';
import { ActivityList } from './components/activity-list';
import { Clock } from './components/clock';
import { DashboardSkeleton } from './components/dashboard-skeleton';
import { PriorityOrders } from './components/priority-orders';
import { QuickActions } from './components/quick-actions';
import { Summary } from './components/summary';
import type { TasksKind } from './components/tasks-drawer';

// What is opened less often comes when it is first opened.
const TasksDrawer = lazyDialog(async () => (await import('./components/tasks-drawer')).TasksDrawer);

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
  const { data, isError, error, refetch } = useDashboard();
  const { openId, setOpen, tasks, setTasks } = useDashboardAddress();
  useCallPolicies(); // forms go by them
  useOrderKeys(openId, setOpen);
  useShortcut('list.refresh', () => void refetch());
  return (
    <>
      <Page title={t('title')}>
        <OutboxBar />
        <div className="flex flex-1 flex-col gap-5 px-4 pb-4">
          {isError && (
            <ErrorState title={t('failed')} error={error} onRetry={() => void refetch()} />
          )}
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
              <QuickActions counts={data.quick_actions} onTasks={setTasks} />
              <div className="grid grid-cols-[minmax(0,3fr)_minmax(0,2fr)] items-start gap-5 max-lg:grid-cols-1">
                <PriorityOrders orders={data.priority_orders} onDetails={setOpen} />
                <ActivityList items={data.recent_activity} onOpen={setOpen} />
              </div>
            </>
          )}
        </div>
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
      </Page>
      <OrderPanel id={openId} beside={false} onClose={() => setOpen(null)} />
      {tasks && <TasksDrawer kind={tasks} onClose={() => setTasks(null)} onOpen={setOpen} />}
      <OrderDialogs />
    </>
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
