import { ArrowUp, Download, RotateCw, ScrollText, X } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { Button } from '@/components/ui/button';
import { type DataColumn, DataTable } from '@/components/ui/data-table';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { IconButton } from '@/components/ui/icon-button';
import { Page } from '@/components/ui/page';
import { Select } from '@/components/ui/select';
import { SkeletonRows } from '@/components/ui/skeleton';
import type { AuditRow } from '@/lib/api';
import { formatDateTime } from '@/lib/format';
import { useMedia } from '@/lib/use-media';
import { actorKey, subjectKey } from './audit';
import { type AuditFilters, exportAddress, useAudit, useAuditNews } from './audit-api';
import { AuditDrawer } from './components/audit-drawer';
import { auditGroups, useAuditWords } from './components/audit-words';

const ALL = 'all';

/* Filters and the open entry live in the address. */
function useAuditAddress() {
  const [params, setParams] = useSearchParams();
  const filters: AuditFilters = {
    actor: params.get('actor') ?? '',
    action: params.get('action') ?? '',
    subject: params.get('subject') ?? '',
    date: params.get('date') ?? '',
  };
  const set = (name: keyof AuditFilters, value: string) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        if (value === '' || value === ALL) next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  return { filters, set };
}

/** Who did what: filtered, opened, taken away as a file. */
export function AuditPage() {
  const { t } = useTranslation('administration');
  const { filters, set } = useAuditAddress();
  const audit = useAudit(filters);
  const [open, setOpen] = useState<AuditRow | null>(null);
  const wide = useMedia('(min-width: 768px)');
  const rows = audit.data?.pages.flatMap((page) => page.rows) ?? [];
  const words = useAuditWords();
  const thingOf = (subject: string) => {
    const row = rows.find((one) => subjectKey(one) === subject);
    return row ? words.subject(row) : subject;
  };
  const news = useAuditNews(filters, audit.data && (rows[0]?.id ?? 0));
  const more = () => {
    if (audit.hasNextPage && !audit.isFetchingNextPage) void audit.fetchNextPage();
  };
  return (
    <Page
      title={t('audit.title')}
      scroll={!wide}
      actions={
        <AuditActions
          filters={filters}
          onSet={set}
          busy={audit.isRefetching}
          onReload={() => void audit.refetch()}
        />
      }
    >
      {filters.actor && (
        <Narrowed
          text={t('audit.only_by', { name: nameOf(filters.actor, rows) })}
          clear={t('audit.clear_actor')}
          onClear={() => set('actor', '')}
        />
      )}
      {filters.subject && (
        <Narrowed
          text={t('audit.only_about', { name: thingOf(filters.subject) })}
          clear={t('audit.clear_subject')}
          onClear={() => set('subject', '')}
        />
      )}
      <AuditNews count={news} onShow={() => void audit.refetch()} />
      {audit.isPending && <SkeletonRows rows={10} rowClassName="h-9" />}
      {audit.isError && rows.length === 0 && (
        <ErrorState
          title={t('audit.failed')}
          error={audit.error}
          onRetry={() => void audit.refetch()}
        />
      )}
      {audit.data && rows.length === 0 && (
        <Empty icon={ScrollText} title={t('audit.empty')} text={t('audit.empty_text')} />
      )}
      {rows.length > 0 && wide && (
        <AuditTable
          rows={rows}
          openId={open ? String(open.id) : null}
          busy={audit.isFetchingNextPage}
          onOpen={setOpen}
          onEnd={more}
        />
      )}
      {rows.length > 0 && !wide && <AuditCards rows={rows} onOpen={setOpen} />}
      {audit.hasNextPage && !wide && (
        <div className="flex justify-center p-3">
          <Button busy={audit.isFetchingNextPage} onClick={more}>
            {t('more')}
          </Button>
        </div>
      )}
      {open && (
        <AuditDrawer
          row={open}
          onActor={() => {
            set('actor', actorKey(open));
            setOpen(null);
          }}
          onSubject={(subject) => {
            set('subject', subject);
            setOpen(null);
          }}
          onClose={() => setOpen(null)}
        />
      )}
    </Page>
  );
}

function Narrowed({ text, clear, onClear }: { text: string; clear: string; onClear: () => void }) {
  return (
    <p className="flex items-center gap-2 px-4 pb-2 text-sm">
      <span dir="auto">{text}</span>
      <IconButton icon={X} label={clear} onClick={onClear} />
    </p>
  );
}

function nameOf(actor: string, rows: AuditRow[]): string {
  return rows.find((row) => actorKey(row) === actor)?.actor.name ?? actor;
}

/* What is written meanwhile waits here instead of pushing the rows down. */
function AuditNews({ count, onShow }: { count: number; onShow: () => void }) {
  const { t } = useTranslation('administration');
  return (
    <div role="status" aria-live="polite">
      {count > 0 && (
        <button
          type="button"
          onClick={onShow}
          className="flex min-h-8 w-full items-center justify-center gap-2 border-t border-line bg-info-bg px-4 font-semibold text-info -outline-offset-2 hover:underline pointer-coarse:min-h-11"
        >
          <ArrowUp aria-hidden size={14} />
          {t('audit.news', { count })}
        </button>
      )}
    </div>
  );
}

interface AuditActionsProps {
  filters: AuditFilters;
  busy: boolean;
  onSet: (name: keyof AuditFilters, value: string) => void;
  onReload: () => void;
}

function AuditActions({ filters, busy, onSet, onReload }: AuditActionsProps) {
  const { t, i18n } = useTranslation('administration');
  return (
    <>
      <Select
        aria-label={t('audit.filter_action')}
        value={filters.action || ALL}
        onChange={(value) => onSet('action', value)}
        options={[
          { value: ALL, label: t('audit.every_action') },
          ...auditGroups.map((group) => ({ value: group, label: t(`audit.group.${group}`) })),
        ]}
      />
      <Select
        aria-label={t('audit.filter_date')}
        value={filters.date || ALL}
        onChange={(value) => onSet('date', value)}
        options={[
          { value: ALL, label: t('audit.any_time') },
          { value: 'today', label: t('audit.today') },
          { value: '7d', label: t('audit.days_7') },
          { value: '30d', label: t('audit.days_30') },
        ]}
      />
      <IconButton icon={RotateCw} label={t('audit.reload')} onClick={onReload} disabled={busy} />
      {(['csv', 'xlsx'] as const).map((format) => (
        <a
          key={format}
          href={exportAddress(filters, format, i18n.language)}
          download
          aria-label={t('audit.export_label', { format: t(`audit.export_${format}`) })}
          className="inline-flex h-(--ctl-h) items-center gap-1.5 rounded-md border border-line-strong bg-surface px-3 text-sm font-semibold text-ink hover:bg-sunken"
        >
          <Download aria-hidden size={16} />
          <bdi>{t(`audit.export_${format}`)}</bdi>
        </a>
      ))}
    </>
  );
}

interface AuditTableProps {
  rows: AuditRow[];
  openId: string | null;
  busy: boolean;
  onOpen: (row: AuditRow) => void;
  onEnd: () => void;
}

function AuditTable({ rows, openId, busy, onOpen, onEnd }: AuditTableProps) {
  const { t } = useTranslation('administration');
  const words = useAuditWords();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words change with t
  const columns = useMemo<DataColumn<AuditRow>[]>(
    () => [
      {
        id: 'at',
        label: t('audit.when'),
        size: 150,
        cell: (row) => <time dateTime={row.at}>{formatDateTime(row.at)}</time>,
      },
      {
        id: 'actor',
        label: t('audit.who'),
        size: 170,
        grow: 1,
        cell: (row) => <bdi className="truncate font-semibold">{words.actor(row)}</bdi>,
      },
      {
        id: 'action',
        label: t('audit.what'),
        size: 220,
        grow: 2,
        cell: (row) => <span className="truncate">{words.action(row.action)}</span>,
      },
      {
        id: 'subject',
        label: t('audit.which'),
        size: 160,
        grow: 1,
        cell: (row) => <span className="truncate">{words.subject(row)}</span>,
      },
      {
        id: 'ip',
        label: t('audit.where'),
        size: 130,
        cell: (row) => <bdi className="ltr num truncate">{row.ip}</bdi>,
      },
    ],
    [t],
  );
  return (
    <DataTable
      id="audit"
      label={t('audit.title')}
      className="min-h-0 flex-1"
      columns={columns}
      rows={rows}
      getRowId={(row) => String(row.id)}
      openId={openId}
      onOpen={onOpen}
      onEndReached={onEnd}
      loadingMore={busy}
    />
  );
}

/* On a telephone: one below the other, the whole row opens. */
function AuditCards({ rows, onOpen }: { rows: AuditRow[]; onOpen: (row: AuditRow) => void }) {
  const words = useAuditWords();
  return (
    <ul className="mx-4 mb-4 rounded-lg border border-line bg-surface">
      {rows.map((row) => (
        <li key={row.id} className="border-b border-line last:border-b-0">
          <button
            type="button"
            onClick={() => onOpen(row)}
            className="flex min-h-14 w-full flex-col justify-center px-4 py-2 text-start"
          >
            <span className="font-semibold">{words.action(row.action)}</span>
            <span className="text-sm text-ink-3">
              <bdi>{words.actor(row)}</bdi>
              {' · '}
              <time dateTime={row.at}>{formatDateTime(row.at)}</time>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
