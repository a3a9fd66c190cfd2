import { FilterX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { Select, type SelectOption } from '@/components/ui/select';
import { OUTCOMES } from '@/lib/orders/filters';
import { deliveryState, orderState, outcomeState } from '@/lib/states';
import { useChoices } from '../api';
import {
  DATES,
  isNarrowed,
  KINDS,
  type ReportFilters,
  type ReportType,
  standard,
  statusesOf,
} from '../filters';

/* A select has no empty value. */
const ANY = 'any';

interface ChoiceProps {
  label: string;
  every: string;
  value: string;
  options: SelectOption[];
  onChange: (value: string) => void;
}

function Choice({ label, every, value, options, onChange }: ChoiceProps) {
  const known = value === '' || options.some((option) => option.value === value);
  return (
    <Select
      aria-label={label}
      value={value || ANY}
      onChange={(next) => onChange(next === ANY ? '' : next)}
      options={[
        { value: ANY, label: every },
        ...options,
        ...(known ? [] : [{ value, label: value }]),
      ]}
      className="max-w-48 max-md:max-w-none max-md:flex-1"
    />
  );
}

interface PartProps {
  filters: ReportFilters;
  onChange: (change: Partial<ReportFilters>) => void;
}

/** The period; `withAll` where the server adds up any time. */
export function PeriodFilter({ filters, onChange, withAll }: PartProps & { withAll: boolean }) {
  const { t } = useTranslation('reports');
  const today = new Date().toISOString().slice(0, 10);
  return (
    <>
      <Select
        aria-label={t('filter.date')}
        value={filters.date}
        onChange={(date) =>
          onChange(
            date === 'custom'
              ? { date: 'custom', dateFrom: today, dateTo: today }
              : { date: date as ReportFilters['date'], dateFrom: '', dateTo: '' },
          )
        }
        options={DATES.filter((date) => withAll || date !== 'all').map((value) => ({
          value,
          label: t(`date.${value}`),
        }))}
        className="max-md:flex-1"
      />
      {filters.date === 'custom' && (
        <fieldset className="flex items-center gap-1.5">
          <legend className="sr-only">{t('date.custom')}</legend>
          <Input
            type="date"
            aria-label={t('date.from')}
            value={filters.dateFrom}
            max={filters.dateTo || undefined}
            onChange={(event) => onChange({ dateFrom: event.target.value })}
            className="num w-36"
          />
          <span aria-hidden>–</span>
          <Input
            type="date"
            aria-label={t('date.to')}
            value={filters.dateTo}
            min={filters.dateFrom || undefined}
            onChange={(event) => onChange({ dateTo: event.target.value })}
            className="num w-36"
          />
        </fieldset>
      )}
    </>
  );
}

function StatusFilters({ filters, type, onChange }: PartProps & { type: ReportType }) {
  const { t } = useTranslation(['reports', 'common']);
  const labelOf = (status: string) => {
    if (type === 'interactions') return t(`resolution.${status}`);
    const look = type === 'orders' ? orderState(status) : deliveryState(status);
    return t(`common:${look.label}`);
  };
  const word = type === 'interactions' ? 'resolution' : 'status';
  return (
    <>
      {type === 'interactions' && (
        <Choice
          label={t('filter.kind')}
          every={t('any.kind')}
          value={filters.kind}
          onChange={(kind) => onChange({ kind })}
          options={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
        />
      )}
      <Choice
        label={t(`filter.${word}`)}
        every={t(`any.${word}`)}
        value={filters.status}
        onChange={(status) => onChange({ status })}
        options={statusesOf[type].map((value) => ({ value, label: labelOf(value) }))}
      />
      {type === 'orders' && (
        <Choice
          label={t('filter.outcome')}
          every={t('any.outcome')}
          value={filters.outcome}
          onChange={(outcome) => onChange({ outcome })}
          options={OUTCOMES.map((value) => ({
            value,
            label: t(`common:${outcomeState(value).label}`),
          }))}
        />
      )}
    </>
  );
}

const people = [
  ['agent', 'agents'],
  ['seller', 'sellers'],
  ['product', 'products'],
  ['courier', 'couriers'],
] as const;

/** Period, status, agent, seller, product, area and courier, all in the address. */
export function ReportFilterBar({ filters, type, onChange }: PartProps & { type: ReportType }) {
  const { t } = useTranslation('reports');
  const choices = useChoices();
  return (
    <section aria-label={t('filter.label')} className="flex flex-wrap gap-2 px-4 py-3 max-md:px-3">
      <PeriodFilter filters={filters} onChange={onChange} withAll />
      {type === 'orders' && (
        <Select
          aria-label={t('filter.date_of')}
          value={filters.dateOf}
          onChange={(dateOf) => onChange({ dateOf: dateOf as ReportFilters['dateOf'] })}
          options={(['created', 'confirmed'] as const).map((value) => ({
            value,
            label: t(`date_of.${value}`),
          }))}
          className="max-md:flex-1"
        />
      )}
      <StatusFilters filters={filters} type={type} onChange={onChange} />
      {people
        .filter(([name]) => name !== 'courier' || type !== 'interactions')
        .map(([name, list]) => (
          <Choice
            key={name}
            label={t(`filter.${name}`)}
            every={t(`any.${name}`)}
            value={filters[name]}
            onChange={(value) => onChange({ [name]: value })}
            options={(choices.data?.[list] ?? []).map((choice) => ({
              value: String(choice.id),
              label: choice.name,
            }))}
          />
        ))}
      <Choice
        label={t('filter.area')}
        every={t('any.area')}
        value={filters.area}
        onChange={(area) => onChange({ area })}
        options={(choices.data?.areas ?? []).map((area) => ({ value: area, label: area }))}
      />
      {isNarrowed(filters) && (
        <Button
          variant="ghost"
          icon={FilterX}
          onClick={() =>
            onChange({
              ...standard,
              tab: filters.tab,
              date: filters.date,
              dateFrom: filters.dateFrom,
              dateTo: filters.dateTo,
            })
          }
        >
          {t('filter.clear')}
        </Button>
      )}
    </section>
  );
}
