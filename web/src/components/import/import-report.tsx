import { Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Notice } from '@/components/ui/notice';
import { ProgressBar } from '@/components/ui/progress-bar';
import { ScrollRegion } from '@/components/ui/scroll-region';
import type { ImportError, OrderImport } from '@/lib/api';
import { formatNumber } from '@/lib/format';
import { isRunning } from './use-import';

const SHOWN = 100;

/** What became of each line of the file. */
export function ImportReport({ result, dryRun }: { result: OrderImport; dryRun: boolean }) {
  const { t } = useTranslation('orders');
  const done = result.imported + result.duplicates + result.failed;
  const numbers = { done: formatNumber(done), all: formatNumber(result.total_lines) };
  const figures = [
    [dryRun ? 'import.would_come' : 'import.imported', result.imported],
    ['import.duplicates', result.duplicates],
    ['import.failed', result.failed],
  ] as const;
  return (
    <section aria-label={t('import.report')} className="flex flex-col gap-3">
      {isRunning(result) ? (
        <ProgressBar share={shareOf(result)} label={t('import.working', numbers)} />
      ) : (
        <Notice tone={toneOf(result)} alert>
          {dryRun && result.status === 'done' ? t('import.tried') : t(finishedKey(result))}
          {result.error && (
            <span className="block">
              <bdi>{result.error}</bdi>
            </span>
          )}
        </Notice>
      )}
      <dl className="grid grid-cols-3 gap-2">
        {figures.map(([label, count]) => (
          <div key={label} className="rounded-md border border-line px-3 py-2">
            <dt className="text-xs text-ink-2">{t(label)}</dt>
            <dd className="num text-lg font-semibold">{formatNumber(count)}</dd>
          </div>
        ))}
      </dl>
      {result.errors && result.errors.length > 0 && (
        <ImportErrors id={result.id} errors={result.errors} />
      )}
    </section>
  );
}

/* How many lines a file has is known at its end; how many bytes, at its beginning. */
function shareOf(result: OrderImport): number {
  if (result.size_bytes) return result.done_bytes / result.size_bytes;
  const done = result.imported + result.duplicates + result.failed;
  return result.total_lines > 0 ? done / result.total_lines : 0;
}

function toneOf(result: OrderImport): 'success' | 'warning' | 'danger' {
  if (result.status === 'failed') return 'danger';
  return result.status === 'cancelled' || result.failed > 0 ? 'warning' : 'success';
}

function finishedKey(result: OrderImport): string {
  if (result.status === 'cancelled') return 'import.cancelled';
  return result.status === 'failed' ? 'import.broke' : 'import.finished';
}

function ImportErrors({ id, errors }: { id: number; errors: ImportError[] }) {
  const { t, i18n } = useTranslation('orders');
  return (
    <>
      <ScrollRegion label={t('import.errors')} className="max-h-56">
        <table className="w-full text-start">
          <thead className="sticky top-0 bg-surface text-xs text-ink-2">
            <tr className="border-b border-line">
              <th scope="col" className="py-1 pe-3 text-start">
                {t('import.line')}
              </th>
              <th scope="col" className="py-1 pe-3 text-start">
                {t('import.field')}
              </th>
              <th scope="col" className="py-1 text-start">
                {t('import.reason')}
              </th>
            </tr>
          </thead>
          <tbody>
            {errors.slice(0, SHOWN).map((error) => (
              <tr
                key={`${error.line}:${error.field}:${error.reason}`}
                className="border-b border-line align-top"
              >
                <td className="num py-1 pe-3">{formatNumber(error.line)}</td>
                <td className="py-1 pe-3">
                  <bdi>{error.field || '–'}</bdi>
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
        href={`/api/orders/imports/${id}/errors?format=csv&language=${i18n.language}`}
        download
        className="inline-flex h-(--ctl-h) items-center gap-1.5 self-start rounded-md border border-line-strong px-3 font-semibold hover:bg-sunken"
      >
        <Download aria-hidden size={16} strokeWidth={1.75} />
        {t('import.download_errors')}
      </a>
    </>
  );
}
