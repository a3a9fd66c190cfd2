import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { RadioGroup } from '@/components/ui/radio-group';
import { Select } from '@/components/ui/select';
import { toast } from '@/components/ui/toast-store';
import { asApiError, type CallPolicies, errorText } from '@/lib/api';
import { clockTimes, WEEKDAYS } from '@/lib/hours';
import { useSavePolicies } from '../api';
import {
  bodyOfPolicies,
  checkPolicies,
  draftOfPolicies,
  limitOf,
  type NumberField,
  type PoliciesDraft,
  type PoliciesErrors,
} from '../draft';

interface PoliciesFormProps {
  policies: CallPolicies;
  /** Begin again with what is stored now. */
  onAgain: () => void;
}

export function PoliciesForm({ policies, onAgain }: PoliciesFormProps) {
  const { t } = useTranslation(['policies', 'common']);
  // What the person began with; somebody else may change it meanwhile.
  const [base, setBase] = useState(policies);
  const [draft, setDraft] = useState(() => draftOfPolicies(policies));
  const [errors, setErrors] = useState<PoliciesErrors>({});
  const save = useSavePolicies();
  const failure = save.error ? asApiError(save.error) : null;
  const change = (part: Partial<PoliciesDraft>) => setDraft((before) => ({ ...before, ...part }));
  const errorOf = (field: keyof PoliciesDraft) => {
    const own = errors[field];
    return own ? t(`error.${own}`) : failure?.field(field);
  };

  function submit() {
    const found = checkPolicies(draft);
    setErrors(found);
    if (Object.keys(found).length > 0) return;
    save.mutate(bodyOfPolicies(draft, base.version), {
      onSuccess: (answer) => {
        setBase(answer.policies);
        setDraft(draftOfPolicies(answer.policies));
        toast.success(t('saved'));
      },
    });
  }

  const number = (field: NumberField, label: string, hint: string) => (
    <Field label={label} hint={hint} error={errorOf(field)} className="max-w-md">
      {(control) => (
        <Input
          {...control}
          type="number"
          min={0}
          max={limitOf(field)}
          value={draft[field]}
          onChange={(event) => change({ [field]: event.target.value })}
          className="num max-w-32"
        />
      )}
    </Field>
  );
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      className="mx-4 mb-4 flex max-w-3xl flex-col gap-3"
    >
      {policies.version !== base.version && (
        <Notice tone="warning" alert>
          {t('changed_meanwhile')}{' '}
          <Button variant="ghost" className="h-7 px-2" onClick={onAgain}>
            {t('again')}
          </Button>
        </Notice>
      )}
      <Part title={t('part.new')}>
        <RadioGroup
          label={t('assignment.label')}
          value={draft.assignment}
          onChange={(value) => change({ assignment: value as PoliciesDraft['assignment'] })}
          options={(['load', 'manual'] as const).map((value) => ({
            value,
            label: t(`assignment.${value}`),
            hint: t(`assignment.${value}_hint`),
          }))}
        />
      </Part>
      <Part title={t('part.attempts')}>
        {number('no_response_attempts', t('attempts.label'), t('attempts.hint'))}
        {number('attempt_pause_minutes', t('pause.label'), t('pause.hint'))}
      </Part>
      <Part title={t('part.callbacks')}>
        <Checkbox
          checked={draft.company_hours}
          onChange={(company_hours) => change({ company_hours })}
          hint={t('sla.hours_hint')}
        >
          {t('callbacks.company')}
        </Checkbox>
        {!draft.company_hours && (
          <CallbackWindow draft={draft} onChange={change} errorOf={errorOf} />
        )}
      </Part>
      <Part title={t('part.postponed')}>
        {number('postpone_hours', t('postpone.label'), t('postpone.hint'))}
      </Part>
      {failure && (
        <Notice tone="danger" alert>
          {errorText(failure)}
        </Notice>
      )}
      <div>
        <Button type="submit" variant="primary" busy={save.isPending}>
          {t('common:save')}
        </Button>
      </div>
    </form>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className="flex flex-col gap-4 rounded-lg border border-line bg-surface px-4 py-3"
    >
      <h2 id={id} className="font-semibold">
        {title}
      </h2>
      {children}
    </section>
  );
}

interface CallbackWindowProps {
  draft: PoliciesDraft;
  onChange: (part: Partial<PoliciesDraft>) => void;
  errorOf: (field: keyof PoliciesDraft) => string | undefined;
}

function CallbackWindow({ draft, onChange, errorOf }: CallbackWindowProps) {
  const { t } = useTranslation(['policies', 'common']);
  const times = clockTimes(draft.callback_from, draft.callback_to).map((value) => ({
    value,
    label: value,
  }));
  const days = errorOf('callback_days');
  return (
    <>
      <fieldset>
        <legend className="pb-1 text-sm font-semibold">{t('callbacks.days')}</legend>
        <div className="flex flex-wrap gap-x-4 gap-y-2">
          {WEEKDAYS.map((day) => (
            <Checkbox
              key={day}
              checked={draft.callback_days.includes(day)}
              onChange={(on) =>
                onChange({
                  callback_days: WEEKDAYS.filter((one) =>
                    one === day ? on : draft.callback_days.includes(one),
                  ),
                })
              }
            >
              {t(`common:weekday.${day}`)}
            </Checkbox>
          ))}
        </div>
        {days && <p className="pt-1 text-xs text-danger">{days}</p>}
      </fieldset>
      <div className="flex flex-wrap gap-4">
        <Field label={t('callbacks.from')} error={errorOf('callback_from')}>
          {(control) => (
            <Select
              {...control}
              value={draft.callback_from}
              onChange={(value) => onChange({ callback_from: value })}
              options={times}
              className="num w-28"
            />
          )}
        </Field>
        <Field label={t('callbacks.to')} error={errorOf('callback_to')}>
          {(control) => (
            <Select
              {...control}
              value={draft.callback_to}
              onChange={(value) => onChange({ callback_to: value })}
              options={times}
              className="num w-28"
            />
          )}
        </Field>
      </div>
    </>
  );
}
