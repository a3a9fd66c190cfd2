import { OrderStatusChip } from '@/components/ui/state-chip';
import type { Order } from '@/lib/api';

export function PaletteOrder({ order }: { order: Order }) {
  return (
    <>
      <bdi className="ltr num shrink-0 font-semibold">{order.short_code}</bdi>
      <span className="min-w-0 flex-1 truncate">
        <bdi>{order.customer_name}</bdi>
      </span>
      <OrderStatusChip status={order.status} />
    </>
  );
}
