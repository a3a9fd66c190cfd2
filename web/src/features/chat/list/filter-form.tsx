import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { useCan } from '@/lib/auth/use-can';
import { useDepartments } from '@/lib/chats/departments';
import { formatDay } from '@/lib/format';
import { chatStates } from '@/lib/states';
import { useChatTags, useColleagues, useTagName } from '../choices';
import {
  type ChatFilters,
  countNarrowing,
  DATES,
  daysOf,
  ENDS,
  noNarrowing,
  WITH,
} from './filters';

const ANY = 'any';

interface FilterFormProps {
  filters: ChatFilters;
  onChange: (part: Partial<ChatFilters>) => void;
}

/** By department, tag, and whose they are. */
export function FilterForm({ filters, onChange }: FilterFormProps) {
  const { t } = useTranslation('chat');
  const seesOthers = useCan('chats.read_team');
  const departments = useDepartments();
  const tags = useChatTags();
  const tagNamed = useTagName();
  const colleagues = useColleagues(seesOthers);
  const any = { value: ANY, label: t('filter.any') };
  const hasAgent = seesOthers && filters.view !== 'mine' && filters.view !== 'waiting';
  return (
    <div className="flex flex-col gap-3">
      <Choice
        label={t('filter.department')}
        value={filters.department}
        onChange={(department) => onChange({ department })}
        options={[any, ...departments.map(({ code, name }) => ({ value: code, label: name }))]}
      />
      <Choice
        label={t('filter.tag')}
        value={filters.tag}
        onChange={(tag) => onChange({ tag })}
        options={[any, ...tags.map(({ code }) => ({ value: code, label: tagNamed(code) }))]}
      />
      {hasAgent && (
        <Choice
          label={t('filter.agent')}
          value={filters.agent}
          onChange={(agent) => onChange({ agent })}
          options={[any, ...colleagues.map(({ code, name }) => ({ value: code, label: name }))]}
        />
      )}
      {filters.view === 'history' && <Ended filters={filters} onChange={onChange} />}
      {countNarrowing(filters) > 0 && (
        <Button onClick={() => onChange(noNarrowing)}>{t('filter.clear')}</Button>
      )}
    </div>
  );
}

/* When and how those of the history ended. */
function Ended({ filters, onChange }: FilterFormProps) {
  const { t } = useTranslation(['chat', 'common']);
  const any = { value: ANY, label: t('filter.any') };
  const days = daysOf(filters.date);
  const own = days
    ? [{ value: filters.date, label: [...new Set(days)].map(formatDay).join(' – ') }]
    : [];
  return (
    <>
      <Choice
        label={t('filter.ended')}
        value={filters.date}
        onChange={(date) => onChange({ date })}
        options={[
          any,
          ...own,
          ...DATES.map((value) => ({ value, label: t(`filter.dates.${value}`) })),
        ]}
      />
      <Choice
        label={t('filter.end')}
        value={filters.state}
        onChange={(state) => onChange({ state: state as ChatFilters['state'] })}
        options={[
          any,
          ...ENDS.map((value) => ({ value, label: t(`common:${chatStates[value].label}`) })),
        ]}
      />
      <Choice
        label={t('filter.with')}
        value={filters.with}
        onChange={(having) => onChange({ with: having as ChatFilters['with'] })}
        options={[any, ...WITH.map((value) => ({ value, label: t(`filter.having.${value}`) }))]}
      />
    </>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  options: { value: string; label: string }[];
}

function Choice({ label, value, onChange, options }: ChoiceProps) {
  return (
    <Field label={label}>
      {(control) => (
        <Select
          {...control}
          value={value || ANY}
          onChange={(next) => onChange(next === ANY ? '' : next)}
          options={options}
        />
      )}
    </Field>
  );
}
