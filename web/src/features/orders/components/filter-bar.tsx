import { SlidersHorizontal } from 'lucide-react';
import { type Ref, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTeam } from '@/components/order/team';
import { Button } from '@/components/ui/button';
import { SearchBox } from '@/components/ui/search-box';
import { Select, type SelectOption } from '@/components/ui/select';
import type { OrderCounts } from '@/lib/api';
import { useCan } from '@/lib/auth/use-can';
import { formatNumber } from '@/lib/format';
import {
  DATES,
  DATES_OF,
  FLAGS,
  isShort,
  noFilters,
  type OrderFilters,
  sortsOf,
  unnarrowed,
  usualSort,
} from '@/lib/orders/filters';
import { ORDER_STATUSES, orderStates, SLA_STATES, slaStates } from '@/lib/states';
import { LITTLE_ROOM, useMedia } from '@/lib/use-media';
import { useViewer } from '../list-scope';
import { DateRange } from './date-range';

interface FilterBarProps {
  filters: OrderFilters;
  counts: OrderCounts | undefined;
  onChange: (change: Partial<OrderFilters>) => void;
  searchRef: Ref<HTMLInputElement>;
}

export function FilterBar({ filters, counts, onChange, searchRef }: FilterBarProps) {
  const { t } = useTranslation(['orders', 'common']);
  const withCount = (label: string, count: number | undefined) =>
    count === undefined ? label : t('filter.with_count', { label, count: formatNumber(count) });
  const several = filters.status.includes(',');
  const statuses: SelectOption[] = [
    { value: 'all', label: withCount(t('filter.status_all'), counts?.all) },
    ...ORDER_STATUSES.map((status) => ({
      value: status,
      label: withCount(t(`common:${orderStates[status].label}`), counts?.[status]),
      icon: orderStates[status].icon,
    })),
    ...(several ? [{ value: filters.status, label: t('filter.status_several') }] : []),
  ];
  // All at once they would leave no room for orders.
  const short = useMedia(LITTLE_ROOM);
  const [open, setOpen] = useState(false);
  const hidden = hiddenFilters(filters);
  return (
    <div className="flex flex-wrap items-center gap-2 px-4 pb-3 max-md:px-3">
      <SearchBox
        ref={searchRef}
        label={t('filter.search')}
        value={filters.search}
        onChange={(search) => onChange(search ? { ...unnarrowed, search } : { search })}
        className="max-w-72 min-w-40 flex-1 max-md:max-w-none max-md:basis-full"
      />
      <Select
        aria-label={t('filter.status')}
        value={filters.status}
        onChange={(status) => onChange({ status })}
        options={statuses}
        className="max-md:flex-1"
      />
      {short && (
        <Button icon={SlidersHorizontal} aria-expanded={open} onClick={() => setOpen(!open)}>
          {hidden > 0
            ? t('filter.with_count', { label: t('filter.more'), count: formatNumber(hidden) })
            : t('filter.more')}
        </Button>
      )}
      {(!short || open) && <MoreFilters filters={filters} onChange={onChange} />}
    </div>
  );
}

/** How many of the filters behind the button are set. */
function hiddenFilters(filters: OrderFilters): number {
  const { date, dateOf, priority, sla, flag, orders, agentId, sort } = filters;
  const set = [date !== noFilters.date, priority !== noFilters.priority, sla, flag];
  return [...set, orders || agentId, sort !== usualSort(dateOf)].filter(Boolean).length;
}

function MoreFilters({ filters, onChange }: Pick<FilterBarProps, 'filters' | 'onChange'>) {
  const { t } = useTranslation(['orders', 'common']);
  const dates: SelectOption[] = [
    ...DATES.map((date) => ({ value: date, label: t(`date.${date}`) })),
    ...(/^\d/.test(filters.date)
      ? [
          {
            value: filters.date,
            label: t('date.days', { count: Number.parseInt(filters.date, 10) }),
          },
        ]
      : []),
    { value: 'custom', label: t('date.custom') },
  ];
  return (
    <>
      <Select
        aria-label={t('filter.date')}
        value={filters.date}
        onChange={(date) => onChange({ date })}
        options={dates}
        className="max-md:flex-1"
      />
      {((isShort(filters.date) && !filters.sla) || filters.dateOf === 'confirmed') && (
        <Select
          aria-label={t('filter.date_of')}
          value={filters.dateOf}
          onChange={(dateOf) => onChange({ dateOf: dateOf as OrderFilters['dateOf'] })}
          options={DATES_OF.map((value) => ({ value, label: t(`date_of.${value}`) }))}
          className="max-md:flex-1"
        />
      )}
      {filters.date === 'custom' && <DateRange filters={filters} onChange={onChange} />}
      <Select
        aria-label={t('filter.priority')}
        value={filters.priority}
        onChange={(priority) => onChange({ priority: priority as OrderFilters['priority'] })}
        options={(['all', 'high', 'normal'] as const).map((value) => ({
          value,
          label: t(`priority.${value}`),
        }))}
        className="max-md:flex-1"
      />
      <Select
        aria-label={t('filter.sla')}
        value={filters.sla || 'all'}
        onChange={(sla) =>
          onChange({ ...unnarrowed, sla: (sla === 'all' ? '' : sla) as OrderFilters['sla'] })
        }
        options={[
          { value: 'all', label: t('filter.sla_all') },
          ...SLA_STATES.map((value) => ({
            value,
            label: t(`common:${slaStates[value].label}`),
            icon: slaStates[value].icon,
          })),
        ]}
        className="max-md:flex-1"
      />
      <Select
        aria-label={t('filter.flag')}
        value={filters.flag || 'any'}
        onChange={(flag) =>
          onChange({ flag: (flag === 'any' ? '' : flag) as OrderFilters['flag'] })
        }
        options={[
          { value: 'any', label: t('flag.any') },
          ...FLAGS.map((value) => ({ value, label: t(`flag.${value}`) })),
        ]}
        className="max-md:flex-1"
      />
      <ScopeSelect filters={filters} onChange={onChange} />
      <Select
        aria-label={t('filter.sort')}
        // What is found comes newest first.
        disabled={filters.search !== ''}
        value={filters.sort}
        onChange={(sort) => onChange({ sort: sort as OrderFilters['sort'] })}
        options={sortsOf(filters).map((sort) => ({
          value: sort,
          label: t(`sort.${sort.startsWith('-') ? `${sort.slice(1)}_down` : `${sort}_up`}`),
        }))}
        className="ms-auto max-md:ms-0 max-md:flex-1"
      />
    </>
  );
}

/* One choice holds both: own, pool and all, or one colleague. */
function ScopeSelect({ filters, onChange }: Pick<FilterBarProps, 'filters' | 'onChange'>) {
  const { t } = useTranslation('orders');
  const viewer = useViewer();
  const mayRead = useCan('agents.read');
  const team = useTeam(viewer.seesTeam && mayRead);
  const isAgent = viewer.agentId !== null;
  const value = filters.agentId ? `agent:${filters.agentId}` : filters.orders || 'default';
  const own = `agent:${viewer.agentId}`;
  const options: SelectOption[] = [
    ...(viewer.seesTeam
      ? [{ value: 'default', label: t('scope.team') }]
      : [
          { value: 'default', label: t('scope.mine') },
          { value: 'all', label: t('scope.all') },
        ]),
    ...(viewer.seesTeam && isAgent ? [{ value: own, label: t('scope.mine') }] : []),
    { value: 'pool', label: t('scope.pool') },
    ...(team.data ?? [])
      .filter((agent) => agent.id !== viewer.agentId)
      .map((agent) => ({ value: `agent:${agent.id}`, label: agent.name })),
  ];
  if (!options.some((option) => option.value === value)) {
    options.push({ value, label: t('scope.other') });
  }
  return (
    <Select
      aria-label={t('filter.scope')}
      value={value}
      onChange={(next) => {
        if (next.startsWith('agent:')) onChange({ orders: '', agentId: next.slice(6) });
        else {
          const orders = (next === 'default' ? '' : next) as OrderFilters['orders'];
          onChange({ orders, agentId: '' });
        }
      }}
      options={options}
      className="max-w-48 max-md:flex-1"
    />
  );
}
