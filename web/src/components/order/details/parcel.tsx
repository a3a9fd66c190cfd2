import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { DeliveryChip } from '@/components/ui/state-chip';
import { api, call } from '@/lib/api';
import { useCan } from '@/lib/auth/use-can';
import { formatSmart } from '@/lib/format';
import { useEvent } from '@/lib/realtime';
import { Fact, Facts, Section } from './section';

/** The order's parcel, if it has one: where it is, and the way to all that is known of it. */
export function Parcel({ orderId }: { orderId: number }) {
  const mayRead = useCan('deliveries.read');
  return mayRead ? <ParcelOf orderId={orderId} /> : null;
}

function ParcelOf({ orderId }: { orderId: number }) {
  const { t } = useTranslation('orders');
  const queryClient = useQueryClient();
  const queryKey = ['order-parcel', orderId];
  const track = useQuery({
    queryKey,
    staleTime: 0,
    queryFn: ({ signal }) =>
      call(
        api.GET('/api/agent/delivery/track/{order_id}', {
          params: { path: { order_id: String(orderId) } },
          signal,
        }),
      ),
  });
  const again = (id: number) => {
    if (id === orderId) void queryClient.invalidateQueries({ queryKey });
  };
  useEvent('delivery:created', ({ delivery }) => again(delivery.order_id));
  useEvent('delivery:updated', ({ delivery }) => again(delivery.order_id));
  const parcel = track.data?.delivery;
  if (!parcel) return null;
  const last = track.data?.history[0];
  return (
    <Section
      title={t('parcel.title')}
      action={
        <Link
          to={`/call-center-panel/delivery?status=all&period=all&order=${orderId}`}
          className="text-sm text-accent underline"
        >
          {t('parcel.open')}
        </Link>
      }
    >
      <Facts>
        <Fact name={t('parcel.status')}>
          <DeliveryChip status={parcel.status} />
        </Fact>
        <Fact name={t('parcel.number')}>
          <bdi className="ltr num select-all">{parcel.tracking_number}</bdi>
        </Fact>
        <Fact name={t('parcel.courier')}>
          <bdi>{parcel.courier.name}</bdi>
        </Fact>
        {last && (
          <Fact name={t('parcel.last')}>
            <span className="num text-ink-3">{formatSmart(last.at)}</span>
            {(last.description || last.courier_status) && (
              <span dir="auto" className="match block text-ink-2">
                {last.description || last.courier_status}
              </span>
            )}
          </Fact>
        )}
      </Facts>
    </Section>
  );
}
