import { CircleCheck, Equal } from 'lucide-react';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '@/lib/cx';
import { PHASES, type Phase } from '../../model';
import { formatSeconds, type Arithmetic as Sums, sumsUp } from './sums';

const fills: Record<Phase, string> = {
  setup: 'bg-neutral',
  queue: 'bg-warning',
  ring: 'bg-info',
  talk: 'bg-success',
  hold: 'bg-violet',
};

/** Each moment of the call is in one part, and the parts make the whole. */
export function Arithmetic({ sums }: { sums: Sums }) {
  const { t } = useTranslation('calls');
  const parts = PHASES.filter((phase) => sums[phase] > 0);
  const adds = sumsUp(sums);
  return (
    <div className="flex flex-col gap-2">
      <div aria-hidden className="flex h-2 gap-px overflow-hidden rounded-sm bg-sunken">
        {parts.map((phase) => (
          <span
            key={phase}
            className={cx('min-w-0.5', fills[phase])}
            style={{ flexGrow: sums[phase] }}
          />
        ))}
      </div>
      <dl className="flex flex-wrap items-end gap-x-2 gap-y-1">
        {PHASES.map((phase, index) => (
          <Fragment key={phase}>
            {index > 0 && (
              <span aria-hidden className="pb-0.5 text-ink-3">
                +
              </span>
            )}
            <div>
              <dt className="flex items-center gap-1 text-xs text-ink-3">
                <span aria-hidden className={cx('size-2 rounded-sm', fills[phase])} />
                {t(`phase.${phase}`)}
              </dt>
              <dd className="num ltr text-start">{formatSeconds(sums[phase])}</dd>
            </div>
          </Fragment>
        ))}
        <Equal aria-hidden size={14} className="mb-1 text-ink-3" />
        <div>
          <dt className="text-xs text-ink-3">{t('phase.total')}</dt>
          <dd className="num ltr text-start font-semibold">{formatSeconds(sums.total)}</dd>
        </div>
      </dl>
      {adds && (
        <p className="flex items-center gap-1.5 text-xs text-success">
          <CircleCheck aria-hidden size={13} />
          {t('phase.adds_up')}
        </p>
      )}
      {!adds && <p className="text-xs text-warning">{t('phase.does_not')}</p>}
    </div>
  );
}
