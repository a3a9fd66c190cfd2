import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Button } from '@/components/ui/button';
import { OrderStatusChip } from '@/components/ui/state-chip';
import { toast } from '@/components/ui/toast-store';
import {
  api,
  call,
  type OrderDetails as Details,
  errorText,
  type Order,
  type OrderFlagReason,
} from '@/lib/api';
import { useCan } from '@/lib/auth/use-can';
import { formatDateTime, formatNumber } from '@/lib/format';
import { putOrder } from '@/lib/orders/entries';
import { OrderFlag } from '../order-flag';
import { Section } from './section';

/** Why to look at the order twice, drawn from which orders, and the way to say that it is all right. */
export function Flags({ order, details }: { order: Order; details: Details | undefined }) {
  const { t } = useTranslation('orders');
  if (order.flags.length === 0) return null;
  const reasons = details?.flag_reasons.filter(({ flag }) => order.flags.includes(flag)) ?? [];
  return (
    <Section title={t('flag.title')}>
      <ul className="flex flex-col gap-3">
        {order.flags.map((flag) => (
          <li key={flag} className="flex flex-col gap-1.5">
            <span>
              <OrderFlag of={order} flag={flag} />
            </span>
            {reasons
              .filter((reason) => reason.flag === flag)
              .map((reason) => (
                <Reason key={flag} order={order} reason={reason} />
              ))}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Reason({ order, reason }: { order: Order; reason: OrderFlagReason }) {
  const { t } = useTranslation('orders');
  const text =
    reason.flag === 'refuser'
      ? t('flag.because_refuser', {
          refused: formatNumber(reason.refused ?? 0),
          of: formatNumber(reason.of ?? 0),
        })
      : t('flag.because_duplicate', { days: formatNumber(reason.days ?? 0) });
  return (
    <>
      <p className="text-ink-2">{text}</p>
      <ul className="flex flex-col gap-1">
        {reason.orders.map((other) => (
          <li key={other.id} className="flex flex-wrap items-center gap-x-2">
            <Link
              to={`/call-center-panel/orders?orders=all&order=${other.id}`}
              className="ltr num text-accent underline"
            >
              {other.short_code}
            </Link>
            <OrderStatusChip status={other.status} />
            <span className="num text-xs text-ink-3">{formatDateTime(other.created_at)}</span>
          </li>
        ))}
      </ul>
      {reason.hidden > 0 && (
        <p className="text-xs text-ink-3">
          {t('flag.hidden', { number: formatNumber(reason.hidden) })}
        </p>
      )}
      <Dismiss order={order} flag={reason.flag} />
    </>
  );
}

function Dismiss({ order, flag }: { order: Order; flag: OrderFlagReason['flag'] }) {
  const { t } = useTranslation('orders');
  const mayWrite = useCan('orders.write');
  const queryClient = useQueryClient();
  const dismiss = useMutation({
    mutationFn: () =>
      call(
        api.POST('/api/agent/orders/{id}/flags/dismiss', {
          params: { path: { id: String(order.id) } },
          body: { flag, version: order.version },
        }),
      ),
    onSuccess: ({ order: after }) => {
      putOrder(after);
      toast.success(t('flag.dismissed'));
    },
    onError: (error) => toast.error(errorText(error)),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['order', order.id] }),
  });
  if (!mayWrite) return null;
  return (
    <span>
      <Button busy={dismiss.isPending} onClick={() => dismiss.mutate()}>
        {t(`flag.dismiss_${flag}`)}
      </Button>
    </span>
  );
}
