import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Drawer } from '@/components/ui/drawer';
import { IconButton } from '@/components/ui/icon-button';
import { ScrollRegion } from '@/components/ui/scroll-region';
import { useEntry } from '@/lib/orders/entries';
import { useMedia } from '@/lib/use-media';
import { OrderDetails } from './details/order-details';
import { QuickActions } from './details/quick-actions';

export interface OrderPanelProps {
  id: number;
  onClose: () => void;
  /** With false it always lies over the page. */
  beside?: boolean;
}

/** The details beside the list on wide screens, over it on narrow ones, alone on a phone. */
export function OrderPanel({ id, onClose, beside = true }: OrderPanelProps) {
  const { t } = useTranslation(['orders', 'common']);
  const wide = useMedia('(min-width: 1280px)');
  const order = useEntry(id)?.order;
  const title = (
    <>
      {t('details.title')}
      {order && (
        <>
          {' – '}
          <bdi className="ltr num">{order.short_code}</bdi>
        </>
      )}
    </>
  );
  const footer = (
    <div className="flex w-full flex-col gap-2">
      {order && <QuickActions order={order} />}
      {/* The head has one too, which is all that a small screen has room for. */}
      <Button
        variant="ghost"
        onClick={onClose}
        className="max-md:hidden [@media(max-height:600px)]:hidden"
      >
        {t('common:close')}
      </Button>
    </div>
  );

  if (!wide || !beside) {
    return (
      <Drawer
        open
        modal={false}
        onClose={onClose}
        title={title}
        footer={
          <div className="w-full" data-order-id={id}>
            {footer}
          </div>
        }
        width="small"
      >
        <OrderDetails key={id} id={id} />
      </Drawer>
    );
  }
  return (
    <aside
      aria-label={t('details.title')}
      className="flex min-h-0 w-[400px] shrink-0 flex-col border-s border-line bg-surface"
    >
      <header className="flex min-h-12 items-center gap-2 border-b border-line px-4 py-2">
        <h2 className="min-w-0 truncate text-lg font-semibold">{title}</h2>
        <IconButton
          icon={X}
          label={t('common:close')}
          onClick={onClose}
          className="ms-auto -me-1.5"
        />
      </header>
      <ScrollRegion label={t('details.title')} className="min-h-0 flex-1">
        <OrderDetails key={id} id={id} />
      </ScrollRegion>
      <footer data-order-id={id} className="border-t border-line px-4 py-3">
        {footer}
      </footer>
    </aside>
  );
}
