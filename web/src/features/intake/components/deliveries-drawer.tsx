import { Inbox } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Chip } from '@/components/ui/chip';
import { Drawer } from '@/components/ui/drawer';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { SkeletonRows } from '@/components/ui/skeleton';
import type { OrderSource, SourceDelivery } from '@/lib/api';
import { useCan } from '@/lib/auth/use-can';
import { formatDateTime } from '@/lib/format';
import { useDeliveries } from '../api';
import { outcomes } from '../states';

interface DeliveriesDrawerProps {
  source: OrderSource;
  onClose: () => void;
}

/** What the shop sent last, and what became of each. */
export function DeliveriesDrawer({ source, onClose }: DeliveriesDrawerProps) {
  const { t } = useTranslation('intake');
  const deliveries = useDeliveries(source.id);
  return (
    <Drawer open onClose={onClose} title={t('deliveries.title', { name: source.name })}>
      {deliveries.isPending && <SkeletonRows rows={5} rowClassName="h-14" />}
      {deliveries.isError && !deliveries.data && (
        <ErrorState
          title={t('deliveries.failed')}
          error={deliveries.error}
          onRetry={() => void deliveries.refetch()}
        />
      )}
      {deliveries.data?.length === 0 && (
        <Empty icon={Inbox} title={t('deliveries.empty')} text={t('deliveries.empty_text')} />
      )}
      {deliveries.data && deliveries.data.length > 0 && (
        <>
          <p className="border-b border-line px-4 py-2 text-xs text-ink-3">
            {t('deliveries.kept')}
          </p>
          <ul aria-label={t('deliveries.label')}>
            {deliveries.data.map((delivery) => (
              <DeliveryRow key={delivery.id} delivery={delivery} />
            ))}
          </ul>
        </>
      )}
    </Drawer>
  );
}

function DeliveryRow({ delivery }: { delivery: SourceDelivery }) {
  const { t } = useTranslation('intake');
  const mayRead = useCan('orders.read');
  const look = outcomes[delivery.outcome];
  const code = <bdi className="ltr num">{delivery.order_code}</bdi>;
  return (
    <li className="flex flex-col gap-1 border-b border-line px-4 py-2.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Chip tone={look.tone} icon={look.icon}>
          {t(look.label)}
        </Chip>
        {delivery.order_id !== null &&
          (mayRead ? (
            <Link
              to={`/call-center-panel/orders?order=${delivery.order_id}`}
              className="font-semibold text-accent hover:underline"
            >
              {code}
            </Link>
          ) : (
            code
          ))}
        <time dateTime={delivery.at} className="num ms-auto text-xs text-ink-3">
          {formatDateTime(delivery.at)}
        </time>
      </div>
      {delivery.reason && (
        <p dir="auto" className="match text-sm break-words text-ink">
          {delivery.reason}
        </p>
      )}
      {(delivery.outcome === 'unsigned' || delivery.outcome === 'refused') && (
        <p className="text-xs text-ink-3">{t(`advice.${delivery.outcome}`)}</p>
      )}
    </li>
  );
}
