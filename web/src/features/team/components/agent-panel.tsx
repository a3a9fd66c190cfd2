import { ChevronDown, ClipboardList, Forward } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Drawer } from '@/components/ui/drawer';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { Menu, MenuItem } from '@/components/ui/menu';
import { SkeletonRows } from '@/components/ui/skeleton';
import { OrderStatusChip, PresenceChip } from '@/components/ui/state-chip';
import { toast } from '@/components/ui/toast-store';
import { errorText, type Order, type TeamLiveAgent } from '@/lib/api';
import { useCan } from '@/lib/auth/use-can';
import { formatDateTime, formatNumber, formatSmart } from '@/lib/format';
import { PRESENCES, type Presence, presenceStates } from '@/lib/states';
import { type Chosen, useAgentOrders, useAgentTasks, useSetPresence } from '../api';
import { GiveDialog } from './give-dialog';
import { ScheduleLine } from './schedule-line';

interface AgentPanelProps {
  agent: TeamLiveAgent;
  onClose: () => void;
}

const none: ReadonlySet<number> = new Set();

/** What an agent has in hand, to be chosen and given to others. */
export function AgentPanel({ agent, onClose }: AgentPanelProps) {
  const { t } = useTranslation('team');
  const mayGive = useCan('orders.reassign');
  const orders = useAgentOrders(agent.id);
  const tasks = useAgentTasks(agent.id);
  const [chosenOrders, setOrders] = useState(none);
  const [chosenCallbacks, setCallbacks] = useState(none);
  const [chosenFollowUps, setFollowUps] = useState(none);
  const [giving, setGiving] = useState(false);
  // What is not there any more is not chosen any more.
  const still = (chosen: ReadonlySet<number>, rows: { id: number }[] | undefined) =>
    (rows ?? []).map((row) => row.id).filter((id) => chosen.has(id));
  const chosen: Chosen = {
    orders: still(chosenOrders, orders.data),
    callbacks: still(chosenCallbacks, tasks.data?.callbacks),
    followUps: still(chosenFollowUps, tasks.data?.followUps),
  };
  const count = chosen.orders.length + chosen.callbacks.length + chosen.followUps.length;
  const clear = () => {
    setOrders(none);
    setCallbacks(none);
    setFollowUps(none);
  };
  return (
    <Drawer
      open
      modal={false}
      onClose={onClose}
      title={<bdi>{agent.name}</bdi>}
      header={<PresenceChip presence={agent.presence} />}
      footer={
        mayGive && (
          <Button
            variant="primary"
            icon={Forward}
            flipIcon
            disabled={count === 0}
            onClick={() => setGiving(true)}
          >
            {t('panel.give', { count, shown: formatNumber(count) })}
          </Button>
        )
      }
    >
      <About agent={agent} />
      <List
        title={t('panel.orders')}
        query={orders}
        rows={orders.data}
        chosen={chosen.orders}
        onChange={setOrders}
        empty={t('panel.no_orders')}
        line={(order) => <OrderRow order={order} />}
        label={(order) => order.short_code}
      />
      <List
        title={t('panel.callbacks')}
        query={tasks}
        rows={tasks.data?.callbacks}
        chosen={chosen.callbacks}
        onChange={setCallbacks}
        empty={t('panel.no_callbacks')}
        line={(row) => (
          <TaskRow name={row.order.customer_name} due={row.callback_at} note={row.notes} />
        )}
        label={(row) => row.order.customer_name}
      />
      <List
        title={t('panel.follow_ups')}
        query={tasks}
        rows={tasks.data?.followUps}
        chosen={chosen.followUps}
        onChange={setFollowUps}
        empty={t('panel.no_follow_ups')}
        line={(row) => (
          <TaskRow name={row.order.customer_name} due={row.due_at} note={row.reason} />
        )}
        label={(row) => row.order.customer_name}
      />
      {giving && (
        <GiveDialog
          chosen={chosen}
          from={agent.id}
          onClose={() => setGiving(false)}
          onDone={() => {
            setGiving(false);
            clear();
          }}
        />
      )}
    </Drawer>
  );
}

function About({ agent }: { agent: TeamLiveAgent }) {
  const { t } = useTranslation('team');
  return (
    <div className="flex flex-col gap-2 border-b border-line px-4 py-3 text-sm">
      <ScheduleLine now={agent.schedule} next={agent.next_schedule} />
      {agent.note && <p dir="auto">{agent.note}</p>}
      {agent.logged_in_at && (
        <p className="text-ink-2">
          {t('panel.logged_in', { time: formatSmart(agent.logged_in_at) })}
          {agent.workstation && (
            <>
              {' · '}
              <bdi className="ltr">{agent.workstation}</bdi>
            </>
          )}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <ChoosePresence agent={agent} />
        <Link
          to={`/call-center-panel/orders?agent_id=${agent.id}`}
          className="inline-flex h-(--ctl-h) items-center text-accent underline"
        >
          {t('panel.all_orders')}
        </Link>
      </div>
    </div>
  );
}

function ChoosePresence({ agent }: { agent: TeamLiveAgent }) {
  const { t } = useTranslation(['team', 'common']);
  const may = useCan('presence.others');
  const set = useSetPresence();
  if (!may) return null;
  const choose = (presence: Presence) =>
    set.mutate(
      { agentId: agent.id, presence },
      { onError: (error) => toast.error(errorText(error)) },
    );
  return (
    <Menu
      align="start"
      trigger={
        <Button icon={ChevronDown} busy={set.isPending}>
          {t('panel.presence')}
        </Button>
      }
    >
      {PRESENCES.map((presence) => (
        <MenuItem
          key={presence}
          icon={presenceStates[presence].icon}
          checked={presence === agent.presence}
          onSelect={() => choose(presence)}
        >
          {t(`common:${presenceStates[presence].label}`)}
        </MenuItem>
      ))}
    </Menu>
  );
}

interface ListProps<Row extends { id: number }> {
  title: string;
  query: { isPending: boolean; isError: boolean; error: unknown; refetch: () => unknown };
  rows: Row[] | undefined;
  chosen: number[];
  onChange: (chosen: ReadonlySet<number>) => void;
  empty: string;
  line: (row: Row) => React.ReactNode;
  label: (row: Row) => string;
}

function List<Row extends { id: number }>(props: ListProps<Row>) {
  const { title, query, rows, chosen, onChange, empty, line, label } = props;
  const { t } = useTranslation('team');
  const all = rows !== undefined && rows.length > 0 && chosen.length === rows.length;
  const toggle = (id: number, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    onChange(next);
  };
  return (
    <section className="border-b border-line">
      <div className="flex items-center gap-2 px-4 py-2">
        {rows && rows.length > 0 && (
          <Checkbox
            aria-label={t('panel.select_all', { what: title })}
            checked={all ? true : chosen.length > 0 ? 'indeterminate' : false}
            onChange={(on) => onChange(new Set(on ? rows.map((row) => row.id) : []))}
          />
        )}
        <h3 className="font-semibold">
          {title}
          {rows && <span className="num text-ink-3"> ({formatNumber(rows.length)})</span>}
        </h3>
      </div>
      {query.isPending && <SkeletonRows rows={3} />}
      {query.isError && !rows && (
        <ErrorState
          title={t('panel.failed')}
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      )}
      {rows?.length === 0 && <Empty icon={ClipboardList} title={empty} className="p-4" />}
      <ul aria-label={title}>
        {rows?.map((row) => (
          <li key={row.id} className="flex items-start gap-3 border-t border-line px-4 py-2">
            <span className="mt-0.5 inline-flex">
              <Checkbox
                aria-label={t('panel.select', { what: label(row) })}
                checked={chosen.includes(row.id)}
                onChange={(on) => toggle(row.id, on)}
              />
            </span>
            <div className="min-w-0 flex-1 text-sm">{line(row)}</div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function OrderRow({ order }: { order: Order }) {
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <Link
          to={`/call-center-panel/orders/${order.id}`}
          className="ltr num text-accent underline"
        >
          {order.short_code}
        </Link>
        <OrderStatusChip status={order.status} />
        <time dateTime={order.created_at} className="ms-auto text-xs text-ink-3">
          {formatSmart(order.created_at)}
        </time>
      </div>
      <p className="truncate text-ink-2">
        <bdi>{order.customer_name}</bdi>
        {' · '}
        <bdi>{order.product_name}</bdi>
      </p>
    </>
  );
}

function TaskRow({ name, due, note }: { name: string; due: string; note: string }) {
  const { t } = useTranslation('team');
  const over = Date.parse(due) <= Date.now();
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <bdi>{name}</bdi>
        <time
          dateTime={due}
          title={formatDateTime(due)}
          className={over ? 'ms-auto text-xs text-danger' : 'ms-auto text-xs text-ink-3'}
        >
          {formatSmart(due)}
          {over && ` · ${t('panel.over')}`}
        </time>
      </div>
      {note && (
        <p dir="auto" className="truncate text-ink-2">
          {note}
        </p>
      )}
    </>
  );
}
