import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { Page } from '@/components/ui/page';
import { Select } from '@/components/ui/select';
import { SkeletonRows } from '@/components/ui/skeleton';
import { toast } from '@/components/ui/toast-store';
import { asApiError, errorText, type KpiTarget, type KpiTargets } from '@/lib/api';
import { saveTargets, type TargetValues, usePerformanceLive, useTargets } from './api';
import { formatFigure } from './figures';

/** What agents are measured by, in the company or in one team. */
export function TargetsPage() {
  const { t } = useTranslation('performance');
  const [params, setParams] = useSearchParams();
  const team = params.get('team') ?? '';
  const targets = useTargets(team);
  usePerformanceLive();
  return (
    <Page
      title={t('targets.title')}
      actions={
        <Select
          aria-label={t('targets.of')}
          value={team || 'company'}
          onChange={(value) => setParams(value === 'company' ? {} : { team: value })}
          options={[
            { value: 'company', label: t('targets.company') },
            ...(targets.data?.teams ?? []).map((row) => ({
              value: String(row.id),
              label: row.has_own ? t('targets.team_own', { team: row.name }) : row.name,
            })),
          ]}
        />
      }
    >
      {targets.isPending && <SkeletonRows rows={5} rowClassName="h-16" />}
      {targets.isError && (
        <ErrorState
          title={t('targets.failed')}
          error={targets.error}
          onRetry={() => void targets.refetch()}
        />
      )}
      {targets.data && <TargetsForm key={team} team={team} targets={targets.data} />}
    </Page>
  );
}

function ownValues(targets: KpiTargets): Record<string, string> {
  return Object.fromEntries(
    targets.targets.map((row) => [row.kpi, row.own === null ? '' : String(row.own)]),
  );
}

/* What is typed stays while somebody else saves; then both are told, and one chooses. */
function TargetsForm({ team, targets }: { team: string; targets: KpiTargets }) {
  const { t } = useTranslation(['performance', 'common']);
  const queryClient = useQueryClient();
  const [base, setBase] = useState(targets);
  const [values, setValues] = useState(() => ownValues(targets));
  const take = (next: KpiTargets) => {
    setBase(next);
    setValues(ownValues(next));
  };
  const save = useMutation({
    mutationFn: () => {
      const sent: TargetValues = {};
      for (const [kpi, value] of Object.entries(values)) sent[kpi] = value.trim() || null;
      return saveTargets(team, sent, base.version);
    },
    onSuccess: (answer) => {
      take(answer);
      queryClient.setQueryData(['kpi-targets', team], answer);
      toast.success(t('targets.saved'));
    },
  });
  const problem = save.error ? asApiError(save.error) : null;
  const named = targets.targets.some((row) => problem?.field(row.kpi));
  return (
    <form
      className="flex max-w-xl flex-col gap-4 px-4 pb-4 max-md:px-3"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <p className="text-sm text-ink-2">{t(team ? 'targets.about_team' : 'targets.about')}</p>
      {targets.targets.map((row) => (
        <Field
          key={row.kpi}
          label={`${t(`kpi.${row.kpi}`)} – ${t(`targets.${row.comparison}`)}`}
          hint={hintOf(t, row, team !== '')}
          error={problem?.field(row.kpi)}
        >
          {(control) => (
            <Input
              {...control}
              dir="ltr"
              inputMode="decimal"
              placeholder={String(row.value)}
              value={values[row.kpi] ?? ''}
              onChange={(event) =>
                setValues((before) => ({ ...before, [row.kpi]: event.target.value }))
              }
            />
          )}
        </Field>
      ))}
      {targets.version > base.version && !save.isPending && (
        <Notice tone="warning">
          <p>{t('targets.changed')}</p>
          <Button
            className="mt-2"
            onClick={() => {
              save.reset();
              take(targets);
            }}
          >
            {t('targets.show_changed')}
          </Button>
        </Notice>
      )}
      {problem && !named && (
        <Notice tone="danger" alert>
          {errorText(problem)}
        </Notice>
      )}
      <Button type="submit" variant="primary" busy={save.isPending} className="self-start">
        {t('common:save')}
      </Button>
    </form>
  );
}

type Translate = ReturnType<typeof useTranslation<['performance', 'common']>>['t'];

function hintOf(t: Translate, row: KpiTarget, ofTeam: boolean): string {
  const unit = t(`goal.unit.${row.unit}`);
  if (row.own !== null) return unit;
  const value = formatFigure(row.unit, row.value);
  return `${unit} ${t(ofTeam && row.source === 'company' ? 'targets.inherits' : 'targets.standard', { value })}`;
}
