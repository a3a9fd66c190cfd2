import { CircleCheck, CircleDashed, Flag, Pencil } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Chip } from '@/components/ui/chip';
import { Empty } from '@/components/ui/empty';
import type { PerformanceGoal } from '@/lib/api';
import { formatFigure } from '../figures';

interface GoalsProps {
  goals: PerformanceGoal[];
  /** Only one's own can be set. */
  onSet: (() => void) | null;
}

/** What one set out to reach, and how far one is. */
export function Goals({ goals, onSet }: GoalsProps) {
  const { t } = useTranslation('performance');
  return (
    <section
      aria-labelledby="goals"
      className="flex flex-col gap-2 rounded-lg border border-line bg-surface p-4"
    >
      <div className="flex flex-wrap items-center gap-2">
        <h2 id="goals" className="text-base font-semibold">
          {t('goal.title')}
        </h2>
        {onSet && (
          <Button icon={Pencil} variant="ghost" className="ms-auto" onClick={onSet}>
            {t('goal.set')}
          </Button>
        )}
      </div>
      {goals.length === 0 ? (
        <Empty
          icon={Flag}
          title={t('goal.empty')}
          text={onSet ? t('goal.empty_text') : undefined}
          className="p-4"
        />
      ) : (
        <ul className="flex flex-col gap-1.5 text-sm">
          {goals.map((goal) => (
            <li key={goal.id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <span className="min-w-0 flex-1">
                {t(`figure.${goal.figure}`)}{' '}
                <span className="text-ink-3">({t(`goal.period.${goal.period}`)})</span>
              </span>
              <span className="num">
                {t('goal.progress', {
                  value: formatFigure(goal.unit, goal.value),
                  target: formatFigure(goal.unit, goal.target),
                })}
              </span>
              <Chip
                tone={goal.reached ? 'success' : 'neutral'}
                icon={goal.reached ? CircleCheck : CircleDashed}
              >
                {t(goal.reached ? 'goal.reached' : 'goal.open')}
              </Chip>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
