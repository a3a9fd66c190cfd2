import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { SearchInput } from '@/components/ui/search-input';
import { Select, type SelectOption } from '@/components/ui/select';
import type { StockListAnswer } from '@/lib/api';
import { formatNumber } from '@/lib/format';
import { STOCK_STATES, stockStates } from '@/lib/states';
import { useTyped } from '@/lib/use-typed';
import type { StockFilters } from '../filters';

/* A select cannot hold an empty value. */
const ANY = '*';

interface FilterBarProps {
  filters: StockFilters;
  head: StockListAnswer | undefined;
  onChange: (change: Partial<StockFilters>) => void;
  searchRef: Ref<HTMLInputElement>;
}

export function FilterBar({ filters, head, onChange, searchRef }: FilterBarProps) {
  const { t } = useTranslation(['inventory', 'common']);
  const { text, setText, ask } = useTyped(filters.search, (search) => onChange({ search }));

  const categories: SelectOption[] = [
    { value: ANY, label: t('filter.category_all') },
    ...withCurrent(
      (head?.categories ?? []).map(({ name, count }) => ({
        value: name,
        label: t('filter.with_count', { label: name, count: formatNumber(count) }),
      })),
      filters.category,
    ),
  ];
  const states: SelectOption[] = [
    { value: ANY, label: t('filter.status_all') },
    ...STOCK_STATES.map((status) => ({
      value: status,
      label: t(`common:${stockStates[status].label}`),
      icon: stockStates[status].icon,
    })),
  ];
  const places: SelectOption[] = [
    { value: ANY, label: t('filter.location_all') },
    ...withCurrent(
      [
        ...(head?.warehouses ?? []).map((code) => ({
          value: code,
          label: t('filter.warehouse', { code }),
        })),
        ...(head?.locations ?? [])
          .filter(({ code, warehouse }) => code !== warehouse)
          .map(({ code }) => ({ value: code, label: code })),
      ],
      filters.location,
    ),
  ];
  return (
    <div className="flex flex-wrap items-center gap-2 px-4 pb-3 max-md:px-3">
      <form
        className="flex gap-2 max-md:w-full"
        onSubmit={(event) => {
          event.preventDefault();
          ask(text);
        }}
      >
        <SearchInput
          ref={searchRef}
          label={t('filter.search')}
          value={text}
          onChange={(value) => {
            setText(value);
            if (value === '') ask('');
          }}
          className="w-64 max-md:w-auto max-md:flex-1"
        />
        <Button type="submit">{t('filter.search_action')}</Button>
      </form>
      <Select
        aria-label={t('filter.category')}
        value={filters.category || ANY}
        onChange={(value) => onChange({ category: value === ANY ? '' : value })}
        options={categories}
        className="max-md:flex-1"
      />
      <Select
        aria-label={t('filter.status')}
        value={filters.status || ANY}
        onChange={(value) =>
          onChange({ status: value === ANY ? '' : (value as StockFilters['status']) })
        }
        options={states}
        className="max-md:flex-1"
      />
      <Select
        aria-label={t('filter.location')}
        value={filters.location || ANY}
        onChange={(value) => onChange({ location: value === ANY ? '' : value })}
        options={places}
        className="max-md:flex-1"
      />
    </div>
  );
}

/* What is chosen is offered too, also while the offers are on their way. */
function withCurrent(options: SelectOption[], current: string): SelectOption[] {
  if (!current || options.some(({ value }) => value === current)) return options;
  return [{ value: current, label: current }, ...options];
}
