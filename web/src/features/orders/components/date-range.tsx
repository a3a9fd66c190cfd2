import { useTranslation } from 'react-i18next';
import { Input } from '@/components/ui/input';
import type { OrderFilters } from '@/lib/orders/filters';

interface DateRangeProps {
  filters: OrderFilters;
  onChange: (change: Partial<OrderFilters>) => void;
}

/** From one day to another, both included. */
export function DateRange({ filters, onChange }: DateRangeProps) {
  const { t } = useTranslation('orders');
  return (
    <fieldset className="flex items-center gap-1.5">
      <legend className="sr-only">{t('date.custom')}</legend>
      <Input
        type="date"
        aria-label={t('date.from')}
        value={filters.dateFrom}
        max={filters.dateTo || undefined}
        onChange={(event) => onChange({ date: 'custom', dateFrom: event.target.value })}
        className="num w-36"
      />
      <span aria-hidden>–</span>
      <Input
        type="date"
        aria-label={t('date.to')}
        value={filters.dateTo}
        min={filters.dateFrom || undefined}
        onChange={(event) => onChange({ date: 'custom', dateTo: event.target.value })}
        className="num w-36"
      />
    </fieldset>
  );
}
