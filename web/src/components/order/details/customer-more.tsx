import { ChevronDown } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Customer } from '@/components/customer';
import { Button } from '@/components/ui/button';
import type { Order } from '@/lib/api';
import { useCan } from '@/lib/auth/use-can';
import { cx } from '@/lib/cx';

interface CustomerMoreProps {
  order: Order;
  email: string | null;
}

/** The person behind the order: value, tags, fields, notes; for who asks for it. */
export function CustomerMore({ order, email }: CustomerMoreProps) {
  const { t } = useTranslation('orders');
  const mayRead = useCan('customers.read');
  const [open, setOpen] = useState(false);
  if (!mayRead) return null;
  const known = { name: order.customer_name, phone: order.customer_phone || null, email };
  return (
    <div className="pt-1">
      <Button variant="ghost" aria-expanded={open} onClick={() => setOpen(!open)} className="-ms-3">
        <ChevronDown aria-hidden size={16} className={cx('shrink-0', open && 'rotate-180')} />
        {t('customer_more.title')}
      </Button>
      {open && (
        <div className="flex flex-col gap-4 rounded-md border border-line px-3 py-2.5">
          <Customer id={order.customer.id} part={Part} known={known} />
        </div>
      )}
    </div>
  );
}

interface PartProps {
  title: string;
  action?: ReactNode;
  children: ReactNode;
}

function Part({ title, action, children }: PartProps) {
  return (
    <section className="flex flex-col gap-1.5">
      <div className="flex min-h-6 items-center">
        <h4 className="text-xs font-semibold text-ink-2">{title}</h4>
        {action && <span className="ms-auto">{action}</span>}
      </div>
      {children}
    </section>
  );
}
