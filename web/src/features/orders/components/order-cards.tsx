import { FileText, PackageOpen, PencilLine, Phone as PhoneIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { OrderCard } from '@/components/order/order-card';
import { openOrderDialog } from '@/components/order/order-dialogs-store';
import { Empty } from '@/components/ui/empty';
import { IconButton } from '@/components/ui/icon-button';
import { VirtualList } from '@/components/ui/virtual-list';
import { useCan } from '@/lib/auth/use-can';
import { useEntry } from '@/lib/orders/entries';
import { useHasLeft } from '../list-scope';

interface OrderCardsProps {
  ids: readonly number[];
  openId: number | null;
  onOpen: (id: number) => void;
  onEndReached: () => void;
  empty: { title: string; text?: string; action?: ReactNode };
}

/** The list on a phone: cards in place of the seven columns. */
export function OrderCards({ ids, openId, onOpen, onEndReached, empty }: OrderCardsProps) {
  const { t } = useTranslation('orders');
  if (ids.length === 0) {
    return (
      <Empty icon={PackageOpen} title={empty.title} text={empty.text}>
        {empty.action}
      </Empty>
    );
  }
  return (
    <VirtualList
      label={t('list.title')}
      items={ids as number[]}
      getKey={(id) => id}
      estimate={116}
      onEndReached={onEndReached}
      className="thin min-h-0 flex-1 bg-surface"
      renderItem={(id) => <PhoneCard id={id} open={id === openId} onOpen={onOpen} />}
    />
  );
}

interface PhoneCardProps {
  id: number;
  open: boolean;
  onOpen: (id: number) => void;
}

function PhoneCard({ id, open, onOpen }: PhoneCardProps) {
  const { t } = useTranslation('orders');
  const mayWrite = useCan('orders.write');
  const left = useHasLeft(useEntry(id)?.order, 'list');
  return (
    <OrderCard
      id={id}
      left={left}
      open={open}
      actions={
        <span className="-my-1 ms-auto flex">
          {mayWrite && (
            <>
              <IconButton
                icon={PhoneIcon}
                label={t('action.call')}
                onClick={() => openOrderDialog({ kind: 'call', id })}
              />
              <IconButton
                icon={PencilLine}
                label={t('action.update')}
                onClick={() => openOrderDialog({ kind: 'status', id })}
              />
            </>
          )}
          <IconButton icon={FileText} label={t('action.details')} onClick={() => onOpen(id)} />
        </span>
      }
    />
  );
}
