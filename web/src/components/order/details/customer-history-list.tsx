import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ErrorState } from '@/components/ui/error-state';
import { SkeletonRows } from '@/components/ui/skeleton';
import { OrderStatusChip } from '@/components/ui/state-chip';
import { api, call, type Message, type Order } from '@/lib/api';
import { formatSmart } from '@/lib/format';

/** The customer's other orders, and what was said about them. */
export function CustomerHistoryList({ order }: { order: Order; onClose: () => void }) {
  const { t } = useTranslation('orders');
  const customer = useQuery({
    queryKey: ['order', order.id, 'customer'],
    queryFn: () =>
      call(
        api.GET('/api/agent/customers/{id}', {
          params: { path: { id: String(order.customer.id) } },
        }),
      ),
  });
  if (customer.isPending) return <SkeletonRows rows={3} rowClassName="h-7" />;
  if (customer.isError) {
    return (
      <ErrorState
        title={t('customer_history.failed')}
        error={customer.error}
        onRetry={() => void customer.refetch()}
      />
    );
  }
  const others = customer.data.customer.orders.filter(({ id }) => id !== order.id);
  const contacts = customer.data.customer.interactions.filter(
    ({ order_id }) => order_id !== order.id,
  );
  if (others.length + contacts.length === 0)
    return <p className="text-ink-3">{t('customer_history.none')}</p>;
  return (
    <ul className="flex flex-col gap-1">
      {others.map((other) => (
        <li key={`order:${other.id}`} className="flex flex-wrap items-center gap-x-2">
          <OrderLink id={other.id} code={other.short_code} />
          <OrderStatusChip status={other.status} />
          <time dateTime={other.created_at} className="num text-xs text-ink-3">
            {formatSmart(other.created_at)}
          </time>
        </li>
      ))}
      {contacts.map((contact) => (
        <Contact key={`contact:${contact.id}`} contact={contact} />
      ))}
    </ul>
  );
}

function Contact({ contact }: { contact: Message }) {
  const { t } = useTranslation('orders');
  const inbound = contact.direction === 'inbound';
  const kind =
    contact.kind === 'call'
      ? t(inbound ? 'communication.call_in' : 'communication.call')
      : t(`communication.${contact.kind}_${inbound ? 'in' : 'out'}`);
  return (
    <li className="flex flex-wrap items-center gap-x-2">
      {contact.order_id !== null && contact.short_code && (
        <OrderLink id={contact.order_id} code={contact.short_code} />
      )}
      <span>
        {contact.outcome
          ? t('communication.with_outcome', { kind, outcome: t(`outcome.${contact.outcome}`) })
          : kind}
      </span>
      <time dateTime={contact.at} className="num text-xs text-ink-3">
        {formatSmart(contact.at)}
      </time>
    </li>
  );
}

function OrderLink({ id, code }: { id: number; code: string }) {
  return (
    <Link
      to={`/call-center-panel/orders?order=${id}&date=all`}
      className="ltr num text-accent underline-offset-2 hover:underline"
    >
      {code}
    </Link>
  );
}
