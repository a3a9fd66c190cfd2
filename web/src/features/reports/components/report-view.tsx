import { Download, FileSpreadsheet, Hourglass } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { Menu, MenuItem, MenuNote, MenuSeparator } from '@/components/ui/menu';
import { SkeletonRows } from '@/components/ui/skeleton';
import { toast } from '@/components/ui/toast-store';
import { errorText, type ReportAnswer, type ReportSummary } from '@/lib/api';
import { startExport, useReport } from '../api';
import { fileUrl, type ReportFilters, type ReportType } from '../filters';
import { useDeliveryColumns, useInteractionColumns, useOrderColumns } from './report-columns';
import { ReportFilterBar } from './report-filters';
import { ReportRows } from './report-rows';
import { Summary } from './summary';

/** As many rows as the server sends while it reads them. */
const STREAMED_ROWS = 50_000;
const FORMATS = ['csv', 'xlsx'] as const;

interface ReportViewProps {
  type: ReportType;
  filters: ReportFilters;
  onChange: (change: Partial<ReportFilters>) => void;
}

/** Filters, figures, rows and files of one type of report. */
export function ReportView({ type, filters, onChange }: ReportViewProps) {
  const { t } = useTranslation('reports');
  const report = useReport(filters, type);
  const summary = report.data?.pages[0]?.summary;
  const pages = report.data?.pages ?? [];
  const more = () => {
    if (report.hasNextPage && !report.isFetching) void report.fetchNextPage();
  };
  return (
    <div className="flex flex-col gap-3 pb-4">
      <ReportFilterBar filters={filters} type={type} onChange={onChange} />
      {summary && (
        <Summary
          summary={summary}
          type={type}
          onChange={onChange}
          action={<DownloadMenu type={type} filters={filters} summary={summary} />}
        />
      )}
      {report.isPending && <SkeletonRows rows={10} />}
      {report.isError && pages.length === 0 && (
        <ErrorState
          title={t('list.failed')}
          error={report.error}
          onRetry={() => void report.refetch()}
        />
      )}
      {pages.length > 0 && (
        <Rows
          type={type}
          pages={pages}
          onMore={report.hasNextPage ? more : undefined}
          loadingMore={report.isFetchingNextPage}
        />
      )}
    </div>
  );
}

interface RowsProps {
  type: ReportType;
  pages: ReportAnswer[];
  onMore: (() => void) | undefined;
  loadingMore: boolean;
}

function Rows({ type, pages, ...rest }: RowsProps) {
  const { t } = useTranslation('reports');
  const navigate = useNavigate();
  const open = (order: number | null) => {
    if (order) void navigate(`/call-center-panel/orders?orders=all&order=${order}`);
  };
  const columns = {
    orders: useOrderColumns(),
    interactions: useInteractionColumns(),
    deliveries: useDeliveryColumns(),
  };
  const label = t(`list.${type}`);
  switch (type) {
    case 'orders':
      return (
        <ReportRows
          {...rest}
          id={type}
          label={label}
          columns={columns.orders}
          rows={pages.flatMap((page) => page.orders ?? [])}
          rowId={(row) => String(row.id)}
          rowLabel={(row) => row.short_code}
          onOpen={(row) => open(row.id)}
        />
      );
    case 'interactions':
      return (
        <ReportRows
          {...rest}
          id={type}
          label={label}
          columns={columns.interactions}
          rows={pages.flatMap((page) => page.interactions ?? [])}
          rowId={(row) => String(row.id)}
          rowLabel={(row) => row.short_code ?? row.customer_name ?? String(row.id)}
          onOpen={(row) => open(row.order_id)}
        />
      );
    case 'deliveries':
      return (
        <ReportRows
          {...rest}
          id={type}
          label={label}
          columns={columns.deliveries}
          rows={pages.flatMap((page) => page.deliveries ?? [])}
          rowId={(row) => String(row.id)}
          rowLabel={(row) => row.tracking_number}
          onOpen={(row) => open(row.order_id)}
        />
      );
  }
}

interface DownloadMenuProps {
  type: ReportType;
  filters: ReportFilters;
  summary: ReportSummary;
}

/** Small reports at once; any report in the background. */
function DownloadMenu({ type, filters, summary }: DownloadMenuProps) {
  const { t, i18n } = useTranslation('reports');
  const large = summary.capped || summary.rows > STREAMED_ROWS;
  const start = async (format: (typeof FORMATS)[number]) => {
    try {
      await startExport(filters, type, format, i18n.language === 'ar' ? 'ar' : 'en');
      toast.success(t('download.started'));
    } catch (error) {
      toast.error(errorText(error));
    }
  };
  return (
    <Menu trigger={<Button icon={Download}>{t('download.action')}</Button>}>
      {FORMATS.map((format) => (
        <MenuItem
          key={format}
          icon={FileSpreadsheet}
          disabled={large}
          onSelect={() => location.assign(fileUrl(filters, type, format, i18n.language))}
        >
          {t(`download.${format}`)}
        </MenuItem>
      ))}
      <MenuSeparator />
      {FORMATS.map((format) => (
        <MenuItem key={format} icon={Hourglass} onSelect={() => void start(format)}>
          {t(`download.background_${format}`)}
        </MenuItem>
      ))}
      {large && <MenuNote icon={Hourglass}>{t('download.large')}</MenuNote>}
    </Menu>
  );
}
