import { useQuery } from '@tanstack/react-query';
import { FilterX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { api, call, type ReportChoices } from '@/lib/api';
import { useCan } from '@/lib/auth/use-can';
import { formatList, formatNumber } from '@/lib/format';
import { type Narrowing, narrowings, type OrderFilters, unnarrowed } from '@/lib/orders/filters';
import { outcomeState } from '@/lib/states';

interface NarrowBarProps {
  filters: OrderFilters;
  /** Confirmed by who looks, or their team, and with others now: in the figures, not in the rows. */
  elsewhere: number | null | undefined;
  onChange: (change: Partial<OrderFilters>) => void;
}

/* What has a control of its own above is not said again. */
const shown: Narrowing[] = narrowings.filter((name) => name !== 'flag');

const lists = {
  sellerId: 'sellers',
  productId: 'products',
  courierId: 'couriers',
  confirmedBy: 'agents',
} as const;

function nameOf(choices: ReportChoices | undefined, name: Narrowing, id: string): string {
  const list = lists[name as keyof typeof lists];
  return choices?.[list].find((choice) => choice.id === Number(id))?.name ?? `#${id}`;
}

/** What a figure of the reports narrowed the list to, and the way back to all of it. */
export function NarrowBar({ filters, elsewhere, onChange }: NarrowBarProps) {
  const { t } = useTranslation(['orders', 'common']);
  const active = shown.filter((name) => filters[name] !== '');
  const mayAsk = useCan('reports.read');
  const choices = useQuery({
    queryKey: ['report-choices'],
    enabled: mayAsk && active.some((name) => name in lists),
    queryFn: () => call(api.GET('/api/agent/reports/choices')),
  });
  const confirmed = filters.dateOf === 'confirmed';
  if (active.length === 0 && !confirmed) return null;
  const wordOf = (name: Narrowing) => {
    if (name in lists) return nameOf(choices.data, name, filters[name]);
    if (name === 'without')
      return formatList(filters.without.split(',').map((word) => t(`narrow.without_${word}`)));
    if (name !== 'outcome') return filters[name];
    return formatList(
      filters.outcome.split(',').map((word) => t(`common:${outcomeState(word).label}`)),
    );
  };
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 pb-3 text-sm max-md:px-3">
      <ul aria-label={t('narrow.label')} className="flex flex-wrap gap-x-3 gap-y-1">
        {active.map((name) => (
          <li key={name} className="text-ink-2">
            {t(`narrow.${name}`)} <bdi className="font-semibold text-ink">{wordOf(name)}</bdi>
          </li>
        ))}
        {confirmed && <li className="text-ink-2">{t('narrow.confirmed')}</li>}
      </ul>
      {confirmed && elsewhere ? (
        <p className="text-ink-2">{t('narrow.elsewhere', { number: formatNumber(elsewhere) })}</p>
      ) : null}
      <Button variant="ghost" icon={FilterX} onClick={() => onChange(unnarrowed)}>
        {t('narrow.clear')}
      </Button>
    </div>
  );
}
