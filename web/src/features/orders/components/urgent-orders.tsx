import { ChevronDown } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CardActions } from '@/components/order/card-actions';
import { OrderCard } from '@/components/order/order-card';
import { ScrollRegion } from '@/components/ui/scroll-region';
import { cx } from '@/lib/cx';
import { formatNumber } from '@/lib/format';
import { useEntry } from '@/lib/orders/entries';
import { readLocal, writeLocal } from '@/lib/storage/local';
import { LITTLE_ROOM } from '@/lib/use-media';
import { useHasLeft } from '../list-scope';

interface UrgentOrdersProps {
  ids: readonly number[];
  /** How many there are, when not all are here. */
  count: number;
  openId: number | null;
  onDetails: (id: number) => void;
}

const KEY = 'hatif.orders.urgent';

/** HIGH PRIORITY ORDERS, above the list and foldable; folded at first where there is little room. */
export function UrgentOrders({ ids, count, openId, onDetails }: UrgentOrdersProps) {
  const { t } = useTranslation('orders');
  const id = useId();
  const [open, setOpen] = useState(() => readLocal(KEY, !matchMedia(LITTLE_ROOM).matches));
  if (ids.length === 0) return null;
  return (
    <section aria-labelledby={`${id}-title`} className="border-t border-line bg-surface">
      <h2 id={`${id}-title`}>
        <button
          type="button"
          aria-expanded={open}
          aria-controls={`${id}-list`}
          onClick={() => {
            setOpen(!open);
            writeLocal(KEY, !open);
          }}
          className="flex h-9 w-full items-center gap-2 px-4 text-start font-semibold -outline-offset-2 hover:bg-sunken pointer-coarse:h-11"
        >
          <span aria-hidden className="size-2 rounded-full bg-danger-solid" />
          {t('urgent.title', { shown: formatNumber(count) })}
          <ChevronDown
            aria-hidden
            size={15}
            className={cx('ms-auto text-ink-3', open && 'rotate-180')}
          />
        </button>
      </h2>
      {open && (
        <ScrollRegion
          id={`${id}-list`}
          label={t('urgent.label')}
          className="max-h-[min(224px,30vh)] border-t border-line max-md:max-h-[40vh]"
        >
          {ids.map((order) => (
            <UrgentOrder key={order} id={order} open={order === openId} onDetails={onDetails} />
          ))}
        </ScrollRegion>
      )}
    </section>
  );
}

interface UrgentOrderProps {
  id: number;
  open: boolean;
  onDetails: (id: number) => void;
}

function UrgentOrder({ id, open, onDetails }: UrgentOrderProps) {
  const { t } = useTranslation('orders');
  const left = useHasLeft(useEntry(id)?.order, 'urgent');
  return (
    <OrderCard
      id={id}
      left={left}
      open={open}
      actions={
        <CardActions
          id={id}
          onDetails={onDetails}
          callLabel={t('action.call')}
          noteLabel={t('action.add_note')}
        />
      }
    />
  );
}
