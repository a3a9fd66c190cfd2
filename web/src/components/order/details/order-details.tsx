import {
  ExternalLink,
  MessageSquare,
  NotebookPen,
  Phone as PhoneIcon,
  Plus,
  Star,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { IconButton } from '@/components/ui/icon-button';
import { Phone } from '@/components/ui/phone';
import { SkeletonRows } from '@/components/ui/skeleton';
import type { OrderDetails as Details, Order } from '@/lib/api';
import { useCan } from '@/lib/auth/use-can';
import { formatDateTime, formatDay, formatMoney, formatNumber, formatSmart } from '@/lib/format';
import { useEntry } from '@/lib/orders/entries';
import { useCallPolicies } from '../call-policies';
import { NoteList } from '../note-list';
import { openOrderDialog } from '../order-dialogs-store';
import { PendingChips } from '../order-marks';
import { OrderStatusView } from '../order-status-view';
import { SlaChip } from '../sla-chip';
import { useOrder } from '../use-order';
import { Calls } from './calls';
import { Communications } from './communications';
import { CustomerHistory } from './customer-history';
import { CustomerMore } from './customer-more';
import { EscalationSection } from './escalation-section';
import { Flags } from './flags';
import { Modifications } from './modifications';
import { Parcel } from './parcel';
import { PendingList } from './pending-list';
import { PreviousOrders } from './previous-orders';
import { Fact, Facts, Section } from './section';
import { StatusHistory } from './status-history';
import { useFreshDetails } from './use-fresh-details';

const DASH = '–';

/** Everything about one order. What the list knows is shown at once, the rest as it comes. */
export function OrderDetails({ id }: { id: number }) {
  const { t } = useTranslation('orders');
  const details = useOrder(id);
  useFreshDetails(id);
  const order = useEntry(id)?.order ?? details.data;

  if (details.isError && !order) {
    return (
      <ErrorState
        title={t('details.failed')}
        error={details.error}
        onRetry={() => void details.refetch()}
      />
    );
  }
  if (!order) return <SkeletonRows rows={10} />;
  return (
    <div data-order-id={id}>
      <Head id={id} order={order} />
      <Flags order={order} details={details.data} />
      <Customer order={order} details={details.data} />
      <Product order={order} details={details.data} />
      <Delivery order={order} />
      <Parcel orderId={id} />
      <Calls order={order} />
      {details.data && <More details={details.data} />}
      {details.isPending && <SkeletonRows rows={4} />}
      {details.isError && (
        <ErrorState
          title={t('details.rest_failed')}
          error={details.error}
          onRetry={() => void details.refetch()}
        />
      )}
    </div>
  );
}

function Head({ id, order }: { id: number; order: Order }) {
  const { t } = useTranslation('orders');
  return (
    <div className="px-4 py-3">
      <Facts>
        <Fact name={t('details.status')}>
          <OrderStatusView id={id} />
        </Fact>
        {order.sla && (
          <Fact name={t('details.sla')}>
            <SlaChip order={order} />
          </Fact>
        )}
        {order.pending_changes.length > 0 && (
          <Fact name={t('details.waiting')}>
            <PendingChips kinds={order.pending_changes} />
          </Fact>
        )}
        <Fact name={t('details.created')}>
          <span className="num">{formatDateTime(order.created_at)}</span>
        </Fact>
        <Fact name={t('details.agent')}>
          {order.assigned_agent ? (
            <bdi>{order.assigned_agent.name}</bdi>
          ) : (
            <span className="text-ink-3">{t('details.no_agent')}</span>
          )}
        </Fact>
        {order.attempts > 0 && (
          <Fact name={t('details.attempts')}>
            <Attempts count={order.attempts} open={order.status === 'no_response'} />
          </Fact>
        )}
        {order.next_attempt_at && (
          <Fact name={t('details.next_attempt')}>
            <span className="num">{formatSmart(order.next_attempt_at)}</span>
          </Fact>
        )}
        {order.cancellation_reason && (
          <Fact name={t('details.cancelled_because')}>
            {t(`reason.${order.cancellation_reason}`)}
            {order.cancellation_details && (
              <span dir="auto" className="match block text-ink-2">
                {order.cancellation_details}
              </span>
            )}
          </Fact>
        )}
      </Facts>
    </div>
  );
}

/* After so many calls without an answer the company gives an order up. */
function Attempts({ count, open }: { count: number; open: boolean }) {
  const { t } = useTranslation('orders');
  const limit = useCallPolicies(open).data?.no_response_attempts ?? 0;
  if (limit === 0) return <span className="num">{formatNumber(count)}</span>;
  return (
    <>
      <span className="num">
        {t('details.attempts_of', { count: formatNumber(count), limit: formatNumber(limit) })}
      </span>
      {open && count >= limit && (
        <span className="block text-ink-2">{t('details.close_proposed')}</span>
      )}
    </>
  );
}

function Customer({ order, details }: { order: Order; details: Details | undefined }) {
  const { t } = useTranslation('orders');
  const mayWrite = useCan('orders.write');
  const email = details?.customer.email ?? details?.customer_email;
  return (
    <Section title={t('details.customer')}>
      <Facts>
        <Fact name={t('field.name')}>
          <bdi className="font-semibold">{order.customer_name}</bdi>
        </Fact>
        <Fact name={t('field.phone')}>
          <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <Phone number={order.customer_phone} className="select-all" />
            {mayWrite && (
              <span className="-my-1.5 flex">
                <IconButton
                  icon={PhoneIcon}
                  label={t('action.call')}
                  onClick={() => openOrderDialog({ kind: 'call', id: order.id })}
                />
                <IconButton
                  icon={MessageSquare}
                  label={t('action.sms')}
                  onClick={() => openOrderDialog({ kind: 'sms', id: order.id })}
                />
              </span>
            )}
          </span>
        </Fact>
        {details && (
          <>
            <Fact name={t('field.email')}>
              {email ? (
                <button
                  type="button"
                  className="ltr text-accent underline-offset-2 hover:underline"
                  onClick={() => openOrderDialog({ kind: 'email', id: order.id })}
                >
                  <bdi>{email}</bdi>
                </button>
              ) : (
                DASH
              )}
            </Fact>
            <Fact name={t('details.previous_orders')}>
              <PreviousOrders of={details.customer.previous_orders} />
            </Fact>
          </>
        )}
      </Facts>
      {details && details.customer.previous_orders.total > 0 && <CustomerHistory order={order} />}
      <CustomerMore key={order.customer.id} order={order} email={email ?? null} />
    </Section>
  );
}

function Product({ order, details }: { order: Order; details: Details | undefined }) {
  const { t } = useTranslation('orders');
  const items = details?.items ?? [];
  return (
    <Section title={t('details.product')}>
      <Facts>
        <Fact name={t('field.product')}>
          <bdi>{order.product_name}</bdi>
          {order.quantity > 1 && (
            <span className="num text-ink-3"> × {formatNumber(order.quantity)}</span>
          )}
        </Fact>
        {items.length > 1 && (
          <Fact name={t('details.items')}>
            <ul>
              {items.map((item) => (
                <li key={`${item.code}:${item.name}:${item.price_minor}`}>
                  <bdi>{item.name}</bdi>{' '}
                  <span className="num text-ink-3">
                    × {formatNumber(item.quantity)} ·{' '}
                    {formatMoney(item.price_minor, order.currency)}
                  </span>
                </li>
              ))}
            </ul>
          </Fact>
        )}
        <Fact name={t('field.seller')}>
          <bdi>{order.seller_name || DASH}</bdi>
        </Fact>
        <Fact name={t('field.price')}>
          <span className="num font-semibold">
            {formatMoney(order.price_minor, order.currency)}
          </span>
        </Fact>
      </Facts>
      {isWebAddress(order.product_url) && (
        <a
          href={order.product_url}
          target="_blank"
          rel="noopener noreferrer"
          className="mt-2 inline-flex h-(--ctl-h) items-center gap-1.5 rounded-md border border-line-strong px-3 font-semibold hover:bg-sunken"
        >
          <ExternalLink aria-hidden size={15} strokeWidth={1.75} className="flip" />
          {t('details.product_page')}
        </a>
      )}
    </Section>
  );
}

/* Sellers write these addresses: a script must not become a link. */
function isWebAddress(url: string | null): url is string {
  return url !== null && /^https?:\/\//i.test(url);
}

function Delivery({ order }: { order: Order }) {
  const { t } = useTranslation('orders');
  return (
    <Section title={t('details.delivery')}>
      <Facts>
        <Fact name={t('field.address')}>
          <span dir="auto" className="match block">
            {order.address || DASH}
          </span>
        </Fact>
        <Fact name={t('field.area')}>
          <bdi>{order.area || DASH}</bdi>
        </Fact>
        <Fact name={t('field.landmark')}>
          <bdi>{order.landmark || DASH}</bdi>
        </Fact>
        <Fact name={t('field.expected_delivery')}>
          <span className="num">{formatDay(order.expected_delivery)}</span>
        </Fact>
        {order.expected_at && (
          <Fact name={t('field.expected_at')}>
            <span className="num">{formatSmart(order.expected_at)}</span>
          </Fact>
        )}
      </Facts>
    </Section>
  );
}

function More({ details }: { details: Details }) {
  const { t } = useTranslation('orders');
  const mayWrite = useCan('orders.write');
  const maySend = useCan('messages.send');
  return (
    <>
      <EscalationSection details={details} />
      {details.modifications.length > 0 && (
        <Section title={t('details.modifications')}>
          <Modifications rows={details.modifications} />
        </Section>
      )}
      {(details.callbacks.length > 0 || details.follow_ups.length > 0) && (
        <Section title={t('details.planned')}>
          <PendingList callbacks={details.callbacks} followUps={details.follow_ups} />
        </Section>
      )}
      <Section
        title={t('details.communications')}
        action={
          <>
            {maySend && (
              <Button
                variant="ghost"
                icon={Star}
                className="-my-1 h-7 px-2"
                onClick={() => openOrderDialog({ kind: 'rating_request', id: details.id })}
              >
                {t('action.ask_rating')}
              </Button>
            )}
            {mayWrite && (
              <Button
                variant="ghost"
                icon={NotebookPen}
                className="-my-1 h-7 px-2"
                onClick={() => openOrderDialog({ kind: 'interaction', id: details.id })}
              >
                {t('action.log_interaction')}
              </Button>
            )}
          </>
        }
      >
        <Communications items={details.communications} />
      </Section>
      <Section
        title={t('details.notes')}
        action={
          mayWrite && (
            <Button
              variant="ghost"
              icon={Plus}
              className="-my-1 h-7 px-2"
              onClick={() => openOrderDialog({ kind: 'note', id: details.id })}
            >
              {t('action.add_note')}
            </Button>
          )
        }
      >
        <NoteList notes={details.notes} />
      </Section>
      <Section title={t('details.history')}>
        <StatusHistory rows={details.history} />
      </Section>
    </>
  );
}
