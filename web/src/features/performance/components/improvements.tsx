import { CircleCheck, Lightbulb } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Empty } from '@/components/ui/empty';
import type { Improvement } from '@/lib/api';
import { formatFigure } from '../figures';

/** Where figures fall short, and of what. */
export function Improvements({ improvements }: { improvements: Improvement[] }) {
  const { t } = useTranslation('performance');
  return (
    <section
      aria-labelledby="improvements"
      className="flex flex-col gap-2 rounded-lg border border-line bg-surface p-4"
    >
      <h2 id="improvements" className="text-base font-semibold">
        {t('improvement.title')}
      </h2>
      {improvements.length === 0 ? (
        <Empty icon={CircleCheck} title={t('improvement.empty')} className="p-4" />
      ) : (
        <ul className="flex flex-col gap-2 text-sm">
          {improvements.map((row) => (
            <li key={`${row.reason}-${row.figure}`} className="flex items-start gap-2">
              <Lightbulb aria-hidden size={15} className="mt-0.5 shrink-0 text-warning" />
              <Sentence row={row} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Sentence({ row }: { row: Improvement }) {
  const { t } = useTranslation('performance');
  const wanted = formatFigure(row.unit, row.wanted);
  const value = formatFigure(row.unit, row.value);
  if (row.reason === 'urgent_orders')
    return <span>{t('improvement.urgent_orders', { value, wanted })}</span>;
  const direction = row.value > row.wanted ? 'lower' : 'raise';
  return (
    <span>
      {t(`improvement.${direction}`, { figure: t(`figure.${row.figure}`), value, wanted })}{' '}
      <span className="text-ink-3">{t(`improvement.${row.reason}`)}</span>
    </span>
  );
}
