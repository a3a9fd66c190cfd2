import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { DirectionIcon } from '@/components/call/marks';
import { ErrorState } from '@/components/ui/error-state';
import { SkeletonRows } from '@/components/ui/skeleton';
import { CallStatusChip } from '@/components/ui/state-chip';
import { Timer } from '@/components/ui/timer';
import { api, type Call, call, type Order } from '@/lib/api';
import { useCan } from '@/lib/auth/use-can';
import { formatDateTime, formatSmart, formatTimer } from '@/lib/format';
import { useEvent } from '@/lib/realtime';
import { Section } from './section';

const SHOWN = 20;

/** The calls of the customer, those about this order marked as such; each opens its details. */
export function Calls({ order }: { order: Order }) {
  const { t } = useTranslation('orders');
  const mayRead = useCan('calls.read');
  const cache = useQueryClient();
  const queryKey = ['order', order.id, 'calls'];
  const calls = useQuery({
    queryKey,
    enabled: mayRead,
    queryFn: async () => {
      const query = {
        customer_id: String(order.customer.id),
        scope: 'all',
        per_page: SHOWN,
      } as const;
      return (await call(api.GET('/api/calls', { params: { query } }))).data;
    },
  });
  const changed = ({ call }: { call: Call }) => {
    if (call.customer_id === order.customer.id || call.order_id === order.id)
      void cache.invalidateQueries({ queryKey });
  };
  useEvent('call:new', changed);
  useEvent('call:updated', changed);
  useEvent('call:transferred', changed);
  useEvent('call:ended', changed);
  if (!mayRead) return null;
  return (
    <Section title={t('details.calls')}>
      {calls.isPending && <SkeletonRows rows={2} rowClassName="h-7" />}
      {calls.isError && !calls.data && (
        <ErrorState
          title={t('details.calls_failed')}
          error={calls.error}
          onRetry={() => void calls.refetch()}
        />
      )}
      {calls.data?.length === 0 && <p className="text-ink-3">{t('details.calls_none')}</p>}
      {calls.data && calls.data.length > 0 && (
        <ul className="flex flex-col gap-1">
          {calls.data.map((row) => (
            <CallRow key={row.id} row={row} isOfOrder={row.order_id === order.id} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function CallRow({ row, isOfOrder }: { row: Call; isOfOrder: boolean }) {
  const { t } = useTranslation('orders');
  const { pathname, search } = useLocation();
  return (
    <li className="flex min-h-6 flex-wrap items-center gap-x-2 gap-y-0.5">
      <DirectionIcon direction={row.direction} />
      <Link
        to={`/console/calls/${row.id}`}
        state={{ from: pathname + search }}
        title={formatDateTime(row.started_at)}
        className="num text-accent underline-offset-2 hover:underline"
      >
        {formatSmart(row.started_at)}
      </Link>
      <CallStatusChip status={row.status} />
      {row.agent && <bdi className="text-ink-2">{row.agent.name}</bdi>}
      {isOfOrder && <span className="text-xs text-ink-3">{t('details.call_of_order')}</span>}
      <span className="ms-auto text-xs text-ink-3">
        {row.is_active ? (
          <Timer since={row.started_at} />
        ) : (
          <span className="num ltr">{formatTimer(row.duration)}</span>
        )}
      </span>
    </li>
  );
}
