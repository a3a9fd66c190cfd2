import { useTranslation } from 'react-i18next';
import { ErrorState } from '@/components/ui/error-state';
import { SkeletonRows } from '@/components/ui/skeleton';
import type { Address } from '../address';
import { useAchievements, useComparison, useGoals, useImprovements, usePerformance } from '../api';
import type { FigureName } from '../figures';
import { Achievements } from './achievements';
import { Comparison } from './comparison';
import { FigureCards } from './figure-cards';
import { Goals } from './goals';
import { Improvements } from './improvements';
import { KpiTable } from './kpi-table';
import { Trend } from './trend';

interface OverviewProps {
  address: Address;
  onRows: (figure: FigureName) => void;
  /** Null where somebody else is looked at. */
  onGoals: (() => void) | null;
}

/** A period at a glance. */
export function Overview({ address, onRows, onGoals }: OverviewProps) {
  const { t } = useTranslation('performance');
  const asked = { period: address.period, agent: address.agent };
  const glance = usePerformance(asked);
  const achievements = useAchievements(address.agent);
  const improvements = useImprovements(asked);
  const comparison = useComparison(asked);
  const goals = useGoals(address.agent);
  const all = [glance, achievements, improvements, comparison, goals];
  const failed = all.find((one) => one.isError && one.data === undefined);
  if (failed)
    return (
      <ErrorState
        title={t('failed')}
        error={failed.error}
        onRetry={() => {
          for (const one of all) void one.refetch();
        }}
      />
    );
  if (!glance.data) return <SkeletonRows rows={6} rowClassName="h-24" />;
  return (
    <div className="flex flex-col gap-4 px-4 pb-4 max-md:px-3">
      <section aria-labelledby="figures" className="flex flex-col gap-2">
        <h2 id="figures" className="text-lg font-semibold">
          {t(`cards.${address.period}`)}
        </h2>
        <FigureCards figures={glance.data.figures} onRows={onRows} />
      </section>
      <div className="grid grid-cols-2 items-start gap-4 max-xl:grid-cols-1">
        <Trend days={glance.data.trend} />
        <KpiTable kpis={glance.data.kpis} onRows={onRows} />
        {achievements.data && <Achievements achievements={achievements.data.achievements} />}
        {improvements.data && <Improvements improvements={improvements.data.improvements} />}
        {goals.data && <Goals goals={goals.data} onSet={onGoals} />}
        {comparison.data && <Comparison standings={comparison.data.comparison} />}
      </div>
    </div>
  );
}
