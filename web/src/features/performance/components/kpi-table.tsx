import { CircleCheck, CircleDashed, CircleX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Chip } from '@/components/ui/chip';
import { ScrollRegion } from '@/components/ui/scroll-region';
import type { PerformanceKpi } from '@/lib/api';
import { type FigureName, formatFigure } from '../figures';

interface KpiTableProps {
  kpis: PerformanceKpi[];
  onRows?: (figure: FigureName) => void;
}

/** What is measured: value, target, and whether it is met, as a word with an icon. */
export function KpiTable({ kpis, onRows }: KpiTableProps) {
  const { t } = useTranslation('performance');
  return (
    <div className="flex flex-col gap-2 rounded-lg border border-line bg-surface p-4">
      <h2 className="text-base font-semibold">{t('kpi.title')}</h2>
      <ScrollRegion label={t('kpi.title')}>
        <table className="w-full text-sm">
          <thead>
            <tr className="text-ink-2">
              <th scope="col" className="py-1 pe-2 text-start font-semibold">
                {t('kpi.name')}
              </th>
              <th scope="col" className="px-2 py-1 text-end font-semibold">
                {t('kpi.value')}
              </th>
              <th scope="col" className="px-2 py-1 text-end font-semibold">
                {t('kpi.target')}
              </th>
              <th scope="col" className="py-1 ps-2 text-start font-semibold">
                {t('kpi.result')}
              </th>
            </tr>
          </thead>
          <tbody>
            {kpis.map((kpi) => (
              <KpiRow key={kpi.kpi} kpi={kpi} onRows={onRows} />
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </div>
  );
}

function KpiRow({ kpi, onRows }: { kpi: PerformanceKpi; onRows: KpiTableProps['onRows'] }) {
  const { t } = useTranslation('performance');
  const value = formatFigure(kpi.unit, kpi.value);
  return (
    <tr className="border-t border-line">
      <th scope="row" className="py-2 pe-2 text-start font-normal">
        {t(`kpi.${kpi.kpi}`)}
      </th>
      <td className="num px-2 py-2 text-end">
        {onRows && kpi.below > 0 ? (
          <button
            type="button"
            className="text-accent underline"
            aria-label={t('rows.open', { figure: t(`kpi.${kpi.kpi}`), value })}
            onClick={() => onRows(kpi.figure)}
          >
            {value}
          </button>
        ) : (
          value
        )}
      </td>
      <td data-target className="num px-2 py-2 text-end whitespace-nowrap">
        {t(`comparison.${kpi.comparison}`, { value: formatFigure(kpi.unit, kpi.target) })}
      </td>
      <td className="py-2 ps-2">
        <Met met={kpi.met} />
      </td>
    </tr>
  );
}

export function Met({ met }: { met: boolean | null }) {
  const { t } = useTranslation('performance');
  if (met === null)
    return (
      <Chip tone="neutral" icon={CircleDashed}>
        {t('kpi.unknown')}
      </Chip>
    );
  return met ? (
    <Chip tone="success" icon={CircleCheck}>
      {t('kpi.met')}
    </Chip>
  ) : (
    <Chip tone="danger" icon={CircleX}>
      {t('kpi.missed')}
    </Chip>
  );
}
