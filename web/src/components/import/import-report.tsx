import { Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Notice } from '@/components/ui/notice';
import { ProgressBar } from '@/components/ui/progress-bar';
import { ScrollRegion } from '@/components/ui/scroll-region';
import type { ImportError } from '@/lib/api';
import { cx } from '@/lib/cx';
import { formatNumber } from '@/lib/format';
import { type AnyImport, type ImportSource, isRunning, linesDone } from './source';

const SHOWN = 100;

interface ImportReportProps<Result extends AnyImport> {
  source: ImportSource<Result>;
  result: Result;
}

/** What became of each line of the file. */
export function ImportReport<Result extends AnyImport>({
  source,
  result,
}: ImportReportProps<Result>) {
  const { t, i18n } = useTranslation(source.texts);
  const figures = source.figures(result);
  const done = linesDone(source, result);
  const numbers = { done: formatNumber(done), all: formatNumber(result.total_lines) };
  return (
    <section aria-label={t('import.report')} className="flex flex-col gap-3">
      {isRunning(result) ? (
        <ProgressBar share={shareOf(result, done)} label={t('import.working', numbers)} />
      ) : (
        <Notice tone={toneOf(result)} alert>
          {t(endKey(result))}
          {result.error && (
            <span dir="auto" className="block">
              {result.error}
            </span>
          )}
        </Notice>
      )}
      <dl
        className={cx(
          'grid gap-2',
          figures.length > 3 ? 'grid-cols-4 max-md:grid-cols-2' : 'grid-cols-3',
        )}
      >
        {figures.map(({ label, count }) => (
          <div key={label} className="rounded-md border border-line px-3 py-2">
            <dt className="text-xs text-ink-2">{t(label)}</dt>
            <dd className="num text-lg font-semibold">{formatNumber(count)}</dd>
          </div>
        ))}
      </dl>
      {result.errors && result.errors.length > 0 && (
        <RefusedLines
          texts={source.texts}
          errors={result.errors}
          address={source.errorsAddress(result.id, i18n.language)}
        />
      )}
    </section>
  );
}

/* How many lines a file has is known at its end; how many bytes, at its beginning. */
function shareOf(result: AnyImport, done: number): number {
  if (result.size_bytes) return result.done_bytes / result.size_bytes;
  return result.total_lines > 0 ? done / result.total_lines : 0;
}

function toneOf(result: AnyImport): 'success' | 'warning' | 'danger' {
  if (result.status === 'failed') return 'danger';
  return result.status === 'cancelled' || result.failed > 0 ? 'warning' : 'success';
}

function endKey(result: AnyImport): string {
  if (result.status === 'cancelled') return 'import.cancelled';
  if (result.status === 'failed') return 'import.broke';
  return result.dry_run ? 'import.tried' : 'import.finished';
}

interface RefusedLinesProps {
  texts: ImportSource<AnyImport>['texts'];
  errors: ImportError[];
  address: string;
}

function RefusedLines({ texts, errors, address }: RefusedLinesProps) {
  const { t } = useTranslation(texts);
  return (
    <>
      <ScrollRegion label={t('import.errors')} className="max-h-56">
        <table className="w-full text-start">
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
        href={address}
        download
        className="inline-flex h-(--ctl-h) items-center gap-1.5 self-start rounded-md border border-line-strong px-3 font-semibold hover:bg-sunken"
      >
        <Download aria-hidden size={16} strokeWidth={1.75} />
        {t('import.download_errors')}
      </a>
    </>
  );
}
