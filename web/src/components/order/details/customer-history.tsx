import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { lazyDialog } from '@/components/ui/lazy-dialog';
import type { Order } from '@/lib/api';
import { cx } from '@/lib/cx';

const List = lazyDialog(async () => (await import('./customer-history-list')).CustomerHistoryList);

/** The customer's other orders and what was said about them, for who asks for it. */
export function CustomerHistory({ order }: { order: Order }) {
  const { t } = useTranslation('orders');
  const [open, setOpen] = useState(false);
  return (
    <div className="pt-1">
      <Button variant="ghost" aria-expanded={open} onClick={() => setOpen(!open)} className="-ms-3">
        <ChevronDown aria-hidden size={16} className={cx('shrink-0', open && 'rotate-180')} />
        {t('customer_history.title')}
      </Button>
      {open && <List order={order} onClose={() => setOpen(false)} />}
    </div>
  );
}
