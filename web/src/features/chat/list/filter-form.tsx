import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { useCan } from '@/lib/auth/use-can';
import { useDepartments } from '@/lib/chats/departments';
import { useChatTags, useColleagues } from '../choices';
import { type ChatFilters, countNarrowing } from './filters';

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
        options={[any, ...tags.map((tag) => ({ value: tag.code, label: tag.name }))]}
      />
      {hasAgent && (
        <Choice
          label={t('filter.agent')}
          value={filters.agent}
          onChange={(agent) => onChange({ agent })}
          options={[any, ...colleagues.map(({ code, name }) => ({ value: code, label: name }))]}
        />
      )}
      {countNarrowing(filters) > 0 && (
        <Button onClick={() => onChange({ department: '', tag: '', agent: '' })}>
          {t('filter.clear')}
        </Button>
      )}
    </div>
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
