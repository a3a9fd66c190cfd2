import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { IconButton } from '@/components/ui/icon-button';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { Select } from '@/components/ui/select';
import { toast } from '@/components/ui/toast-store';
import { asApiError, errorText, type PerformanceGoal, type PerformanceGoalNew } from '@/lib/api';
import { addGoal, changeGoal, removeGoal } from '../api';
import { units } from '../figures';

const FIGURES: PerformanceGoalNew['figure'][] = [
  'orders_handled',
  'orders_confirmed',
  'calls',
  'success_rate',
  'confirmation_rate',
  'cancellation_rate',
  'average_call_seconds',
  'customer_rating',
  'resolution_rate',
  'first_call_resolution',
];
const PERIODS: PerformanceGoalNew['period'][] = ['day', 'week', 'month'];

interface GoalsDialogProps {
  goals: PerformanceGoal[];
  onClose: () => void;
}

/** Sets, changes and gives up one's own goals. */
export function GoalsDialog({ goals, onClose }: GoalsDialogProps) {
  const { t } = useTranslation(['performance', 'common']);
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('goal.set')}
      description={t('goal.about')}
      footer={<Button onClick={onClose}>{t('common:done')}</Button>}
    >
      <div className="flex flex-col gap-5">
        {goals.length > 0 && (
          <ul className="flex flex-col gap-3">
            {goals.map((goal) => (
              <GoalRow key={`${goal.id}:${goal.version}`} goal={goal} />
            ))}
          </ul>
        )}
        <NewGoal />
      </div>
    </Dialog>
  );
}

function useSaved(words: string) {
  const queryClient = useQueryClient();
  return () => {
    void queryClient.invalidateQueries({ queryKey: ['performance'] });
    toast.success(words);
  };
}

function GoalRow({ goal }: { goal: PerformanceGoal }) {
  const { t } = useTranslation(['performance', 'common']);
  const [target, setTarget] = useState(String(goal.target));
  const save = useMutation({
    mutationFn: () => changeGoal(goal, target),
    onSuccess: useSaved(t('goal.saved')),
  });
  const remove = useMutation({
    mutationFn: () => removeGoal(goal.id),
    onSuccess: useSaved(t('goal.removed')),
  });
  const failure = save.error ?? remove.error;
  const label = `${t(`figure.${goal.figure}`)} (${t(`goal.period.${goal.period}`)})`;
  return (
    <li>
      <form
        className="flex items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Field
          label={label}
          hint={t(`goal.unit.${goal.unit}`)}
          error={failure ? (asApiError(failure).field('target') ?? errorText(failure)) : undefined}
          className="flex-1"
        >
          {(control) => (
            <Input
              {...control}
              dir="ltr"
              inputMode="decimal"
              value={target}
              onChange={(event) => setTarget(event.target.value)}
            />
          )}
        </Field>
        <Button
          type="submit"
          className="mb-5"
          busy={save.isPending}
          disabled={target === String(goal.target)}
        >
          {t('common:save')}
        </Button>
        <IconButton
          icon={Trash2}
          className="mb-5"
          label={t('goal.remove', { goal: label })}
          onClick={() => remove.mutate()}
        />
      </form>
    </li>
  );
}

function NewGoal() {
  const { t } = useTranslation(['performance', 'common']);
  const [draft, setDraft] = useState<{
    figure: PerformanceGoalNew['figure'];
    period: PerformanceGoalNew['period'];
    target: string;
  }>({ figure: 'orders_handled', period: 'day', target: '' });
  const saved = useSaved(t('goal.saved'));
  const add = useMutation({
    mutationFn: () => addGoal(draft),
    onSuccess: () => {
      saved();
      setDraft((before) => ({ ...before, target: '' }));
    },
  });
  const problem = add.error ? asApiError(add.error) : null;
  const change = (part: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...part }));
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate();
      }}
    >
      <h3 className="font-semibold">{t('goal.new')}</h3>
      <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
        <Field label={t('goal.figure')} required error={problem?.field('figure')}>
          {(control) => (
            <Select
              {...control}
              value={draft.figure}
              onChange={(value) => change({ figure: value as PerformanceGoalNew['figure'] })}
              options={FIGURES.map((value) => ({ value, label: t(`figure.${value}`) }))}
            />
          )}
        </Field>
        <Field label={t('goal.period.label')} required>
          {(control) => (
            <Select
              {...control}
              value={draft.period}
              onChange={(value) => change({ period: value as PerformanceGoalNew['period'] })}
              options={PERIODS.map((value) => ({ value, label: t(`goal.period.${value}`) }))}
            />
          )}
        </Field>
      </div>
      <Field
        label={t('goal.target')}
        required
        hint={t(`goal.unit.${units[draft.figure]}`)}
        error={problem?.field('target')}
      >
        {(control) => (
          <Input
            {...control}
            dir="ltr"
            inputMode="decimal"
            value={draft.target}
            onChange={(event) => change({ target: event.target.value })}
          />
        )}
      </Field>
      {problem && !problem.field('target') && !problem.field('figure') && (
        <Notice tone="danger" alert>
          {errorText(problem)}
        </Notice>
      )}
      <Button
        type="submit"
        variant="primary"
        icon={Plus}
        busy={add.isPending}
        disabled={draft.target.trim() === ''}
        className="self-end"
      >
        {t('goal.add')}
      </Button>
    </form>
  );
}
