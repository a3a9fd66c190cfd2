import { useTranslation } from 'react-i18next';
import { Select } from '@/components/ui/select';
import type { DeliveryListAnswer } from '@/lib/api';
import { formatNumber } from '@/lib/format';
import { deliveryState } from '@/lib/states';
import { type DeliveryFilters, PERIODS, STATUS_CHOICES } from '../filters';

interface FilterBarProps {
  filters: DeliveryFilters;
  head: DeliveryListAnswer | undefined;
  onChange: (change: Partial<DeliveryFilters>) => void;
}

/** All Status, This Week, Courier. */
export function FilterBar({ filters, head, onChange }: FilterBarProps) {
  const { t } = useTranslation(['delivery', 'common']);
  const counts = (head?.counts ?? {}) as Record<string, number>;
  const labelOf = (status: string) => {
    if (!(status in counts)) {
      const look = deliveryState(status);
      const known = ['all', 'active', 'completed'].includes(status);
      return known ? t(`status.${status}`) : t(`common:${look.label}`, { value: status });
    }
    return `${t(`common:${deliveryState(status).label}`)} (${formatNumber(counts[status] ?? 0)})`;
  };
  return (
    <div className="flex flex-wrap gap-2 px-4 pb-3 max-md:px-3">
      <Select
        aria-label={t('filter.status')}
        value={filters.status}
        onChange={(status) => onChange({ status })}
        options={STATUS_CHOICES.map((value) => ({ value, label: labelOf(value) }))}
      />
      <Select
        aria-label={t('filter.period')}
        value={filters.period}
        onChange={(period) => onChange({ period })}
        options={PERIODS.map((value) => ({ value, label: t(`period.${value}`) }))}
      />
      <Select
        aria-label={t('filter.courier')}
        value={filters.courier}
        onChange={(courier) => onChange({ courier })}
        options={[
          { value: 'all', label: t('filter.every_courier') },
          ...(head?.couriers ?? []).map(({ id, name }) => ({ value: String(id), label: name })),
        ]}
      />
    </div>
  );
}
