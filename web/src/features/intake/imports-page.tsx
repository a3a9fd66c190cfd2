import { FileClock, FileText, Webhook } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { ImportReport } from '@/components/import/import-report';
import { orderImports } from '@/components/import/order-imports';
import { isRunning } from '@/components/import/source';
import { Button } from '@/components/ui/button';
import { Chip } from '@/components/ui/chip';
import { Drawer } from '@/components/ui/drawer';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { Page } from '@/components/ui/page';
import { SkeletonRows } from '@/components/ui/skeleton';
import { toast } from '@/components/ui/toast-store';
import { errorText, type OrderImport } from '@/lib/api';
import { formatDateTime, formatNumber } from '@/lib/format';
import { useImportReport, useImports, useStopImport } from './api';
import { importStates } from './states';

/** The last files of orders, with what became of each line. */
export function ImportsPage() {
  const { t } = useTranslation('intake');
  const imports = useImports();
  const [params, setParams] = useSearchParams();
  const id = Number(params.get('import')) || null;
  return (
    <Page
      title={t('imports.title')}
      actions={
        <Link
          to="/admin/order-sources"
          className="inline-flex h-(--ctl-h) items-center gap-1.5 rounded-md border border-line-strong bg-surface px-3 font-semibold hover:bg-sunken"
        >
          <Webhook aria-hidden size={16} strokeWidth={1.75} />
          {t('title')}
        </Link>
      }
    >
      <p className="max-w-3xl px-4 pb-3 text-sm text-ink-2">{t('imports.text')}</p>
      {imports.isPending && <SkeletonRows rows={5} rowClassName="h-16" />}
      {imports.isError && !imports.data && (
        <ErrorState
          title={t('imports.failed')}
          error={imports.error}
          onRetry={() => void imports.refetch()}
        />
      )}
      {imports.data?.length === 0 && (
        <Empty icon={FileClock} title={t('imports.empty')} text={t('imports.empty_text')} />
      )}
      {imports.data && imports.data.length > 0 && (
        <ul
          aria-label={t('imports.title')}
          className="mx-4 mb-4 max-w-4xl rounded-lg border border-line bg-surface"
        >
          {imports.data.map((item) => (
            <ImportRow
              key={item.id}
              item={item}
              onOpen={() => setParams({ import: String(item.id) })}
            />
          ))}
        </ul>
      )}
      {id !== null && <ReportDrawer id={id} onClose={() => setParams({}, { replace: true })} />}
    </Page>
  );
}

function ImportRow({ item, onOpen }: { item: OrderImport; onOpen: () => void }) {
  const { t } = useTranslation(['intake', 'orders']);
  const look = importStates[item.status];
  const stop = useStopImport();
  const name = item.file_name || t('imports.nameless');
  const figures = [
    [item.dry_run ? 'orders:import.would_come' : 'orders:import.imported', item.imported],
    ['orders:import.duplicates', item.duplicates],
    ['orders:import.failed', item.failed],
  ] as const;

  async function halt() {
    try {
      await stop.mutateAsync(item.id);
    } catch (error) {
      toast.error(errorText(error));
    }
  }

  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-4 py-3 last:border-b-0">
      <FileText aria-hidden size={20} strokeWidth={1.5} className="shrink-0 text-ink-3" />
      <div className="min-w-0 flex-1 basis-60">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-semibold">
          <bdi className="min-w-0 break-words">{name}</bdi>
          <Chip tone={look.tone} icon={look.icon}>
            {t(look.label)}
          </Chip>
          {item.dry_run && (
            <span className="text-xs font-normal text-ink-3">{t('orders:import.try')}</span>
          )}
        </p>
        <p className="num text-xs text-ink-3">
          {formatDateTime(item.created_at)}
          {figures.map(([label, count]) => (
            <span key={label}>{` · ${t(label)}: ${formatNumber(count)}`}</span>
          ))}
        </p>
      </div>
      {isRunning(item) && (
        <Button busy={stop.isPending} onClick={() => void halt()} className="max-md:flex-1">
          {t('orders:import.stop')}
        </Button>
      )}
      <Button
        icon={FileText}
        aria-label={t('imports.report_of', { name })}
        onClick={onOpen}
        className="max-md:flex-1"
      >
        {t('orders:import.report')}
      </Button>
    </li>
  );
}

function ReportDrawer({ id, onClose }: { id: number; onClose: () => void }) {
  const { t } = useTranslation('intake');
  const report = useImportReport(id);
  const title = report.data?.file_name || t('imports.nameless');
  return (
    <Drawer open onClose={onClose} title={<bdi>{title}</bdi>}>
      {report.isPending && <SkeletonRows rows={4} />}
      {report.isError && !report.data && (
        <ErrorState
          title={t('imports.report_failed')}
          error={report.error}
          onRetry={() => void report.refetch()}
        />
      )}
      {report.data && (
        <div className="p-4">
          <ImportReport source={orderImports} result={report.data} />
        </div>
      )}
    </Drawer>
  );
}
