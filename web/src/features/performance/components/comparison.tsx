import { useTranslation } from 'react-i18next';
import { ScrollRegion } from '@/components/ui/scroll-region';
import type { TeamStanding } from '@/lib/api';
import { formatNumber } from '@/lib/format';
import { formatFigure } from '../figures';

/** Where one stands; who the others are is not said. */
export function Comparison({ standings }: { standings: TeamStanding[] }) {
  const { t } = useTranslation('performance');
  return (
    <div className="flex flex-col gap-2 rounded-lg border border-line bg-surface p-4">
      <h2 id="comparison" className="text-base font-semibold">
        {t('comparison.title')}
      </h2>
      <ScrollRegion label={t('comparison.title')}>
        <table className="w-full text-sm">
          <thead>
            <tr className="text-ink-2">
              <th scope="col" className="py-1 pe-2 text-start font-semibold">
                {t('comparison.figure')}
              </th>
              {(['own', 'average', 'best', 'rank'] as const).map((column) => (
                <th key={column} scope="col" className="px-2 py-1 text-end font-semibold">
                  {t(`comparison.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {standings.map((row) => (
              <tr key={row.figure} className="border-t border-line">
                <th scope="row" className="py-1.5 pe-2 text-start font-normal">
                  {t(`figure.${row.figure}`)}
                </th>
                <td className="num px-2 py-1.5 text-end font-semibold">
                  {formatFigure(row.unit, row.own)}
                </td>
                <td className="num px-2 py-1.5 text-end">{formatFigure(row.unit, row.average)}</td>
                <td className="num px-2 py-1.5 text-end">{formatFigure(row.unit, row.best)}</td>
                <td className="num px-2 py-1.5 text-end whitespace-nowrap">
                  {row.rank === null
                    ? '–'
                    : t('comparison.place', {
                        rank: formatNumber(row.rank),
                        of: formatNumber(row.of),
                      })}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      <p className="text-xs text-ink-3">{t('comparison.note')}</p>
    </div>
  );
}
