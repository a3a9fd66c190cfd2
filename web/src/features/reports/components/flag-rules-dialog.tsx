import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { ErrorState } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { SkeletonRows } from '@/components/ui/skeleton';
import { toast } from '@/components/ui/toast-store';
import { asApiError, errorText, type OrderFlagRules } from '@/lib/api';
import { saveFlagRules, useFlagRules } from '../api';

const FORM = 'flag-rules';

/** When orders are flagged, for those who set policies. */
export function FlagRulesDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['reports', 'common']);
  const rules = useFlagRules();
  const queryClient = useQueryClient();
  const save = useMutation({
    mutationFn: saveFlagRules,
    onSuccess: () => {
      toast.success(t('rules.saved'));
      void queryClient.invalidateQueries({ queryKey: ['order-flag-rules'] });
      onClose();
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      dismissable={false}
      title={t('rules.title')}
      description={t('rules.description')}
      footer={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button variant="primary" type="submit" form={FORM} busy={save.isPending}>
            {t('common:save')}
          </Button>
        </>
      }
    >
      {rules.isPending && <SkeletonRows rows={3} />}
      {rules.isError && (
        <ErrorState
          title={t('rules.failed')}
          error={rules.error}
          onRetry={() => void rules.refetch()}
        />
      )}
      {rules.data && (
        <RulesForm
          key={rules.data.version}
          rules={rules.data}
          error={save.error}
          onSave={(changed) => save.mutate(changed)}
        />
      )}
    </Dialog>
  );
}

interface RulesFormProps {
  rules: OrderFlagRules;
  error: unknown;
  onSave: (rules: OrderFlagRules) => void;
}

const FIELDS = [
  ['refused_least', 'least', 'least_hint'],
  ['refused_of', 'of', null],
  ['duplicate_days', 'days', 'days_hint'],
] as const;

function RulesForm({ rules, error, onSave }: RulesFormProps) {
  const { t } = useTranslation('reports');
  const [draft, setDraft] = useState(rules);
  const problem = error ? asApiError(error) : null;
  const unnamed = problem && Object.keys(problem.fields).length === 0;
  return (
    <form
      id={FORM}
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        onSave(draft);
      }}
    >
      {unnamed && (
        <Notice tone="danger" alert>
          {errorText(error)}
        </Notice>
      )}
      {FIELDS.map(([name, label, hint]) => (
        <Field
          key={name}
          label={t(`rules.${label}`)}
          hint={hint ? t(`rules.${hint}`) : undefined}
          error={problem?.field(name)}
        >
          {(control) => (
            <Input
              {...control}
              type="number"
              min={0}
              value={draft[name]}
              onChange={(event) => setDraft({ ...draft, [name]: Number(event.target.value) })}
              className="num w-28"
            />
          )}
        </Field>
      ))}
    </form>
  );
}
