import { Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Notice } from '@/components/ui/notice';
import { ProgressBar } from '@/components/ui/progress-bar';
import { ScrollRegion } from '@/components/ui/scroll-region';
import type { StockImport } from '@/lib/api';
import { formatNumber } from '@/lib/format';
import { isRunning } from '../use-stock-import';

/** What became of each line of the file. */
export function ImportReport({ result }: { result: StockImport }) {
  const { t } = useTranslation('inventory');
  const figures = [
    ['import.created', result.created],
    ['import.changed', result.changed],
    ['import.unchanged', result.unchanged],
    ['import.failed', result.failed],
  ] as const;
  return (
    <section aria-label={t('import.report')} className="flex flex-col gap-3">
      {isRunning(result) ? (
        <ProgressBar
          share={result.size_bytes ? result.done_bytes / result.size_bytes : 0}
          label={t('import.working', { done: formatNumber(result.total_lines) })}
        />
      ) : (
        <Notice tone={toneOf(result)} alert>
          {t(endKey(result))}
          {result.error && <span dir="auto"> {result.error}</span>}
        </Notice>
      )}
      <dl className="grid grid-cols-4 gap-2 max-md:grid-cols-2">
        {figures.map(([label, count]) => (
          <div key={label} className="rounded-md border border-line px-3 py-2">
            <dt className="text-xs text-ink-2">{t(label)}</dt>
            <dd className="num text-lg font-semibold">{formatNumber(count)}</dd>
          </div>
        ))}
      </dl>
      {result.errors && result.errors.length > 0 && (
        <Refused id={result.id} errors={result.errors} />
      )}
    </section>
  );
}

function toneOf(result: StockImport): 'danger' | 'warning' | 'success' {
  if (result.status === 'failed') return 'danger';
  return result.failed > 0 || result.status === 'cancelled' ? 'warning' : 'success';
}

function endKey(result: StockImport): string {
  if (result.status === 'cancelled') return 'import.cancelled';
  if (result.status === 'failed') return 'import.broke';
  return result.dry_run ? 'import.tried' : 'import.finished';
}

interface RefusedProps {
  id: number;
  errors: NonNullable<StockImport['errors']>;
}

function Refused({ id, errors }: RefusedProps) {
  const { t } = useTranslation('inventory');
  return (
    <>
      <ScrollRegion label={t('import.errors')} className="max-h-56">
        <table className="w-full text-start text-sm">
          <thead className="sticky top-0 bg-surface text-xs text-ink-2">
            <tr className="border-b border-line">
              {(['line', 'field', 'reason'] as const).map((column) => (
                <th key={column} scope="col" className="py-1 pe-3 text-start">
                  {t(`import.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {errors.map((error) => (
              <tr key={`${error.line}:${error.field}`} className="border-b border-line align-top">
                <td className="num py-1 pe-3">{formatNumber(error.line)}</td>
                <td className="py-1 pe-3">
                  <bdi>{error.field}</bdi>
                </td>
                <td dir="auto" className="match py-1">
                  {error.reason}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      <a
        href={`/api/inventory/imports/${id}/errors`}
        download
        className="inline-flex h-(--ctl-h) items-center gap-1.5 self-start rounded-md border border-line-strong px-3 font-semibold hover:bg-sunken"
      >
        <Download aria-hidden size={16} strokeWidth={1.75} />
        {t('import.download_errors')}
      </a>
    </>
  );
}
