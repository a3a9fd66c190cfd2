import { FileSearch, MessageSquare, PackageX, PencilLine, Phone as PhoneIcon } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Fact, Facts, Section } from '@/components/order/details/section';
import { openOrderDialog } from '@/components/order/order-dialogs-store';
import { Button } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { Notice } from '@/components/ui/notice';
import { Phone } from '@/components/ui/phone';
import { RelativeTime } from '@/components/ui/relative-time';
import { SkeletonRows } from '@/components/ui/skeleton';
import type { Delivery, DeliveryTrack } from '@/lib/api';
import { useCan } from '@/lib/auth/use-can';
import { dayOf, formatDateTime, formatDay, formatRelative, formatTime } from '@/lib/format';
import { useTrack } from '../api';
import { DeliveryMarks } from './delivery-list';
import { FullTrackDialog } from './full-track-dialog';
import { MoveDialog } from './move-dialog';
import { SmsUpdateDialog } from './sms-update-dialog';
import { TrackingHistory } from './tracking-history';

/* The newest few; FULL TRACK has them all. */
const SHOWN = 6;

/** DELIVERY DETAILS of an order's parcel. */
export function DeliveryPanel({ orderId }: { orderId: number }) {
  const { t } = useTranslation('delivery');
  const track = useTrack(orderId);
  if (track.isPending) return <SkeletonRows rows={8} />;
  if (track.isError) {
    return (
      <ErrorState
        title={t('details.failed')}
        error={track.error}
        onRetry={() => void track.refetch()}
      />
    );
  }
  if (!track.data.delivery) return <Empty icon={PackageX} title={t('details.none')} />;
  return <Parcel track={track.data} delivery={track.data.delivery} />;
}

function Parcel({ track, delivery }: { track: DeliveryTrack; delivery: Delivery }) {
  const { t } = useTranslation('delivery');
  const others = track.deliveries.filter(({ id }) => id !== delivery.id);
  return (
    <>
      <Warnings delivery={delivery} />
      <div className="px-4 py-3">
        <ParcelFacts delivery={delivery} />
      </div>
      <Section title={t('history.title')}>
        <TrackingHistory events={track.history.slice(0, SHOWN)} />
      </Section>
      {others.length > 0 && (
        <Section title={t('details.others')}>
          <ul className="flex flex-col gap-1">
            {others.map((other) => (
              <li key={other.id} className="flex flex-wrap items-center gap-2">
                <bdi className="ltr num">{other.tracking_number}</bdi>
                <bdi className="text-ink-2">{other.courier.short_name}</bdi>
                <DeliveryMarks delivery={other} />
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Actions track={track} delivery={delivery} />
    </>
  );
}

function Warnings({ delivery }: { delivery: Delivery }) {
  const { t } = useTranslation('delivery');
  if (!delivery.stuck_since && !delivery.unknown_status) return null;
  return (
    <div className="flex flex-col gap-2 px-4 pt-3">
      {delivery.stuck_since && (
        <Notice tone="danger">
          {t('details.stuck', {
            time: formatRelative(delivery.last_event_at ?? delivery.created_at),
          })}
        </Notice>
      )}
      {delivery.unknown_status && (
        <Notice tone="warning">{t('details.unknown', { word: delivery.unknown_status })}</Notice>
      )}
    </div>
  );
}

function ParcelFacts({ delivery }: { delivery: Delivery }) {
  const { t } = useTranslation('delivery');
  const { estimated_delivery: estimated } = delivery;
  return (
    <Facts>
      <Fact name={t('details.order')}>
        <Link
          to={`/call-center-panel/orders?order=${delivery.order_id}&date=all`}
          className="ltr num font-semibold text-accent hover:underline"
        >
          {delivery.short_code}
        </Link>
      </Fact>
      <Fact name={t('details.customer')}>
        <bdi>{delivery.customer.name}</bdi> <Phone number={delivery.customer.phone} />
      </Fact>
      <Fact name={t('details.product')}>
        <bdi>{delivery.product}</bdi>
      </Fact>
      <Fact name={t('details.courier')}>
        <bdi>{delivery.courier.name}</bdi>
      </Fact>
      <Fact name={t('details.tracking')}>
        <bdi className="ltr num select-all">{delivery.tracking_number}</bdi>
      </Fact>
      <Fact name={t('details.ship_date')}>{formatDateTime(delivery.ship_date)}</Fact>
      <Fact name={t('details.estimated')}>
        {estimated
          ? t('details.by', { day: formatDay(dayOf(estimated)), time: formatTime(estimated) })
          : formatDateTime(null)}
        {delivery.late && <span className="block text-warning">{t('details.late')}</span>}
      </Fact>
      {delivery.delivered_at && (
        <Fact name={t('details.delivered')}>{formatDateTime(delivery.delivered_at)}</Fact>
      )}
      <Fact name={t('details.status')}>
        <DeliveryMarks delivery={delivery} />
      </Fact>
      <Fact name={t('details.news')}>
        <RelativeTime at={delivery.last_event_at} />
      </Fact>
    </Facts>
  );
}

type Open = 'sms' | 'full' | 'move' | null;

/** CALL CUSTOMER, SMS UPDATE, FULL TRACK, and what those may who move parcels on. */
function Actions({ track, delivery }: { track: DeliveryTrack; delivery: Delivery }) {
  const { t } = useTranslation('delivery');
  const mayCall = useCan('orders.write');
  const maySend = useCan('messages.send');
  const mayManage = useCan('deliveries.manage');
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  return (
    <div className="grid grid-cols-2 gap-2 border-t border-line px-4 py-3 [&_button]:px-2">
      {mayCall && (
        <Button
          icon={PhoneIcon}
          onClick={() => openOrderDialog({ kind: 'call', id: delivery.order_id })}
        >
          {t('call')}
        </Button>
      )}
      {maySend && track.sms_update && (
        <Button icon={MessageSquare} onClick={() => setOpen('sms')}>
          {t('sms.action')}
        </Button>
      )}
      <Button icon={FileSearch} onClick={() => setOpen('full')}>
        {t('full.action')}
      </Button>
      {mayManage && (
        <Button icon={PencilLine} variant="primary" onClick={() => setOpen('move')}>
          {t('move.action')}
        </Button>
      )}
      {open === 'sms' && track.sms_update && (
        <SmsUpdateDialog delivery={delivery} update={track.sms_update} onClose={close} />
      )}
      {open === 'full' && (
        <FullTrackDialog delivery={delivery} events={track.history} onClose={close} />
      )}
      {open === 'move' && <MoveDialog delivery={delivery} onClose={close} />}
    </div>
  );
}
