import { Award, CircleCheck, CircleDashed, Lock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Chip } from '@/components/ui/chip';
import type { Achievement, AchievementCondition } from '@/lib/api';
import { formatFigure } from '../figures';

/** What the month brought, each with what it takes. */
export function Achievements({ achievements }: { achievements: Achievement[] }) {
  const { t } = useTranslation('performance');
  return (
    <section
      aria-labelledby="achievements"
      className="flex flex-col gap-2 rounded-lg border border-line bg-surface p-4"
    >
      <h2 id="achievements" className="text-base font-semibold">
        {t('achievement.title')}
      </h2>
      <ul className="grid grid-cols-2 gap-x-6 gap-y-3 max-sm:grid-cols-1">
        {achievements.map((row) => (
          <li key={row.achievement} className="flex flex-col gap-1">
            <p className="flex flex-wrap items-center gap-2">
              <span className="font-semibold">{t(`achievement.${row.achievement}`)}</span>
              {row.earned ? (
                <Chip tone="success" icon={Award}>
                  {t('achievement.earned')}
                </Chip>
              ) : (
                <Chip tone="neutral" icon={Lock}>
                  {t('achievement.open')}
                </Chip>
              )}
            </p>
            <p className="text-sm text-ink-2">{t(`achievement.${row.achievement}_about`)}</p>
            <ul className="text-xs text-ink-2">
              {row.conditions.map((condition) => (
                <Condition key={condition.figure} condition={condition} />
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Condition({ condition }: { condition: AchievementCondition }) {
  const { t } = useTranslation('performance');
  const Icon = condition.met ? CircleCheck : CircleDashed;
  return (
    <li className="flex items-center gap-1.5">
      <Icon
        size={13}
        aria-label={t(condition.met ? 'kpi.met' : 'achievement.open')}
        className={condition.met ? 'shrink-0 text-success' : 'shrink-0 text-ink-3'}
      />
      <span>
        {t('achievement.condition', {
          figure: t(`figure.${condition.figure}`),
          needed: t(`comparison.${condition.comparison}`, {
            value: formatFigure(condition.unit, condition.needed),
          }),
          value: formatFigure(condition.unit, condition.value),
        })}
      </span>
    </li>
  );
}
