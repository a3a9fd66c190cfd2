import { CircleCheck, Timer, TimerOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Chip } from '@/components/ui/chip';
import type { Order } from '@/lib/api';
import { formatSmart } from '@/lib/format';
import { type SlaView, slaView } from '@/lib/orders/sla';
import { useNow } from '@/lib/use-now';

const icons = { running: Timer, soon: Timer, late: TimerOff, missed: TimerOff, kept: CircleCheck };

/** "Due 14:20", "Overdue since 14:20", "In time". */
export function useSlaText(view: SlaView | null): string {
  const { t } = useTranslation('orders');
  if (!view) return '';
  const when = view.due ? formatSmart(view.due) : '';
  if (view.kind === 'late') return t('sla.late', { when });
  if (view.kind === 'missed') return view.due ? t('sla.missed_next', { when }) : t('sla.missed');
  return view.kind === 'kept' ? t('sla.kept') : t('sla.due', { when });
}

/** How soon an order is to be dealt with, or whether it was. */
export function SlaChip({ order }: { order: Order }) {
  const view = slaView(order, useNow('minute'));
  const text = useSlaText(view);
  if (!view) return null;
  return (
    <Chip tone={view.tone} icon={icons[view.kind]} className="num">
      {text}
    </Chip>
  );
}
