import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Download, FileClock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { ProgressBar } from '@/components/ui/progress-bar';
import { SkeletonRows } from '@/components/ui/skeleton';
import { ExportChip } from '@/components/ui/state-chip';
import { toast } from '@/components/ui/toast-store';
import { errorText, type ReportExport } from '@/lib/api';
import { formatDateTime, formatNumber } from '@/lib/format';
import { cancelExport, exportFileUrl, useExports } from '../api';

/** One's own exports: how far they are, and their files while they are kept. */
export function ExportList() {
  const { t } = useTranslation('reports');
  const exports = useExports();
  if (exports.isPending) return <SkeletonRows rows={4} />;
  if (exports.isError && !exports.data)
    return (
      <ErrorState
        title={t('exports.failed')}
        error={exports.error}
        onRetry={() => void exports.refetch()}
      />
    );
  const rows = exports.data ?? [];
  if (rows.length === 0)
    return <Empty icon={FileClock} title={t('exports.empty')} text={t('exports.empty_text')} />;
  return (
    <ul aria-label={t('exports.title')} className="my-3 border-y border-line bg-surface">
      {rows.map((row) => (
        <li key={row.id} data-export-id={row.id} className="border-b border-line last:border-b-0">
          <ExportRow row={row} />
        </li>
      ))}
    </ul>
  );
}

function isUnderWay({ status }: ReportExport): boolean {
  return status === 'waiting' || status === 'running';
}

function ExportRow({ row }: { row: ReportExport }) {
  const { t } = useTranslation('reports');
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2 max-md:px-3">
      <div className="flex min-w-0 flex-1 basis-72 flex-col gap-0.5">
        <p className="flex flex-wrap items-center gap-x-2">
          <span className="font-semibold">
            {t('exports.of', { type: t(`tabs.${row.type}`), format: t(`download.${row.format}`) })}
          </span>
          <ExportChip status={row.status} />
        </p>
        <p className="num text-xs text-ink-3">{formatDateTime(row.created_at)}</p>
        {row.error && (
          <p dir="auto" className="text-sm text-danger">
            {row.error}
          </p>
        )}
      </div>
      {isUnderWay(row) ? <Progress row={row} /> : <Ended row={row} />}
    </div>
  );
}

function Progress({ row }: { row: ReportExport }) {
  const { t } = useTranslation('reports');
  const queryClient = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => cancelExport(row.id),
    onSuccess: () => toast.success(t('exports.cancelled')),
    onError: (error) => toast.error(errorText(error)),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['report-exports'] }),
  });
  const done = formatNumber(row.rows_done);
  const label = row.rows_total
    ? t('exports.progress', { done, total: formatNumber(row.rows_total) })
    : t('exports.progress_open', { done });
  return (
    <div className="flex flex-wrap items-center gap-3">
      <div className="w-48">
        {row.rows_total ? (
          <ProgressBar label={label} share={row.rows_done / row.rows_total} />
        ) : (
          <span className="num text-sm">{label}</span>
        )}
      </div>
      <Button busy={cancel.isPending} onClick={() => cancel.mutate()}>
        {t('exports.cancel')}
      </Button>
    </div>
  );
}

function Ended({ row }: { row: ReportExport }) {
  const { t } = useTranslation('reports');
  if (row.status !== 'done') return null;
  return (
    <div className="flex flex-wrap items-center gap-3 text-sm text-ink-2">
      <span className="num">{t('exports.rows', { number: formatNumber(row.rows_done) })}</span>
      {row.expires_at && (
        <span className="num">{t('exports.until', { time: formatDateTime(row.expires_at) })}</span>
      )}
      <a
        href={exportFileUrl(row.id)}
        download
        className="inline-flex h-(--ctl-h) items-center gap-1.5 rounded-md border border-line-strong bg-surface px-3 font-semibold text-ink hover:bg-sunken"
      >
        <Download aria-hidden size={16} strokeWidth={1.75} />
        {t('exports.download')}
      </a>
    </div>
  );
}
