import { ListFilter, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useTeam } from '@/components/order/team';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Popover } from '@/components/ui/popover';
import { SearchBox } from '@/components/ui/search-box';
import { Select, type SelectOption } from '@/components/ui/select';
import { useCan } from '@/lib/auth/use-can';
import { formatNumber } from '@/lib/format';
import { callState } from '@/lib/states';
import { useDepartments, useTeams } from '../api';
import {
  countNarrowing,
  DIRECTIONS,
  END_STATUSES,
  type HistoryFilters,
  NARROWING,
  noFilters,
  OUTCOMES,
  PERIODS,
} from './filters';

/* Radix selects take no empty value. */
const ANY = 'any';

interface FilterProps {
  filters: HistoryFilters;
  onChange: (part: Partial<HistoryFilters>) => void;
}

/** Search and period at hand; what narrows further behind one button, and below it as words. */
export function HistoryFilterBar({ filters, onChange }: FilterProps) {
  const { t } = useTranslation('calls');
  return (
    <div className="flex flex-col gap-1.5 border-b border-line px-2 py-1.5">
      <SearchBox
        label={t('filter.search')}
        value={filters.search}
        onChange={(search) => onChange({ search })}
      />
      <div className="flex gap-1.5">
        <Select
          aria-label={t('filter.period')}
          value={filters.period}
          onChange={(period) => onChange({ period: period as HistoryFilters['period'] })}
          options={PERIODS.map((value) => ({ value, label: t(`period.${value}`) }))}
          className="min-w-0 flex-1"
        />
        <Narrowing filters={filters} onChange={onChange} />
      </div>
      {filters.period === 'custom' && <Days filters={filters} onChange={onChange} />}
      <Chosen filters={filters} onChange={onChange} />
    </div>
  );
}

function Days({ filters, onChange }: FilterProps) {
  const { t } = useTranslation('calls');
  return (
    <fieldset className="flex items-center gap-1.5">
      <legend className="sr-only">{t('period.custom')}</legend>
      <Input
        type="date"
        aria-label={t('filter.from')}
        value={filters.from}
        max={filters.to || undefined}
        onChange={(event) => onChange({ period: 'custom', from: event.target.value })}
        className="num min-w-0"
      />
      <span aria-hidden>–</span>
      <Input
        type="date"
        aria-label={t('filter.to')}
        value={filters.to}
        min={filters.from || undefined}
        onChange={(event) => onChange({ period: 'custom', to: event.target.value })}
        className="num min-w-0"
      />
    </fieldset>
  );
}

/** The choices of each filter, as far as one may see them. */
function useChoices() {
  const { t } = useTranslation(['calls', 'common']);
  const seesOthers = useCan('calls.read_team');
  const team = useTeam(seesOthers);
  const teams = useTeams(seesOthers);
  const departments = useDepartments();
  const choices: Partial<Record<(typeof NARROWING)[number], SelectOption[]>> = {
    direction: DIRECTIONS.map((value) => ({ value, label: t(`common:call_direction.${value}`) })),
    status: END_STATUSES.map((value) => ({
      value,
      label: t(`common:${callState(value).label}`),
      icon: callState(value).icon,
    })),
  };
  choices.outcome = OUTCOMES.map((value) => ({ value, label: t(`outcome.${value}`) }));
  if (!seesOthers) return choices;
  choices.agent = (team.data ?? []).map(({ code, name }) => ({ value: code, label: name }));
  choices.team = (teams.data ?? []).map(({ id, name }) => ({ value: String(id), label: name }));
  choices.department = (departments.data ?? []).map(({ code, name }) => ({
    value: code,
    label: name,
  }));
  return choices;
}

function Narrowing({ filters, onChange }: FilterProps) {
  const { t } = useTranslation('calls');
  const choices = useChoices();
  const count = countNarrowing(filters);
  return (
    <Popover
      label={t('filter.title')}
      className="w-72 p-3"
      trigger={
        <Button icon={ListFilter}>
          {t('filter.title')}
          {count > 0 && (
            <span className="num rounded-sm bg-accent px-1 text-xs text-accent-fg">
              {formatNumber(count)}
            </span>
          )}
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        {NARROWING.map((name) => {
          const options = choices[name];
          if (!options || options.length === 0) return null;
          return (
            <Field key={name} label={t(`filter.${name}`)}>
              {(control) => (
                <Select
                  {...control}
                  value={filters[name] || ANY}
                  onChange={(value) => onChange({ [name]: value === ANY ? '' : value })}
                  options={[{ value: ANY, label: t('filter.any') }, ...options]}
                />
              )}
            </Field>
          );
        })}
        {count > 0 && <Clear onChange={onChange} />}
      </div>
    </Popover>
  );
}

function Clear({ onChange }: Pick<FilterProps, 'onChange'>) {
  const { t } = useTranslation('calls');
  const { direction, status, outcome, agent, team, department, queue } = noFilters;
  return (
    <Button
      onClick={() => onChange({ direction, status, outcome, agent, team, department, queue })}
    >
      {t('filter.clear')}
    </Button>
  );
}

/** Each filter in force, with the way to lift it. */
function Chosen({ filters, onChange }: FilterProps) {
  const { t } = useTranslation('calls');
  const choices = useChoices();
  const names = NARROWING.filter((name) => filters[name] !== '');
  if (names.length === 0) return null;
  return (
    <ul aria-label={t('filter.chosen')} className="flex flex-wrap gap-1">
      {names.map((name) => {
        const value = filters[name];
        const word = choices[name]?.find((one) => one.value === value)?.label ?? value;
        return (
          <li key={name} className="min-w-0 max-w-full">
            <button
              type="button"
              aria-label={t('filter.lift', { name: t(`filter.${name}`), value: word })}
              onClick={() => onChange({ [name]: '' })}
              className="flex h-6 max-w-full items-center gap-1 rounded-sm bg-selected px-1.5 text-xs text-accent hover:underline pointer-coarse:h-11 pointer-coarse:px-3"
            >
              <bdi className="truncate">{word}</bdi>
              <X aria-hidden size={12} className="shrink-0" />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
