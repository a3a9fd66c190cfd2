import { MessageSquareCode, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { Page } from '@/components/ui/page';
import { SkeletonRows } from '@/components/ui/skeleton';
import { useAddressParams } from '@/lib/use-address-params';
import { useWidgets } from './api';
import { WidgetEditor } from './components/widget-editor';
import { WidgetRow } from './components/widget-row';

/** What the company shows on its own sites for writing to it: all of them, or the one that is edited. */
export function WidgetPage() {
  const { t } = useTranslation('widget');
  const widgets = useWidgets();
  const [params, change] = useAddressParams();
  const open = (id: string | null) =>
    change(() => new URLSearchParams(id === null ? {} : { widget: id }), false);
  const asked = params.get('widget');
  const rows = widgets.data;
  if (asked && rows) {
    return (
      <WidgetEditor
        key={asked}
        widget={rows.find(({ id }) => String(id) === asked) ?? null}
        isNew={asked === 'new'}
        onMade={(id) => open(String(id))}
        onClose={() => open(null)}
      />
    );
  }
  const add = (
    <Button variant="primary" icon={Plus} onClick={() => open('new')}>
      {t('add')}
    </Button>
  );
  return (
    <Page title={t('title')} actions={rows?.length ? add : undefined}>
      <p className="max-w-3xl px-4 pb-3 text-sm text-ink-2">{t('text')}</p>
      {widgets.isPending && <SkeletonRows rows={2} rowClassName="h-20" />}
      {widgets.isError && !rows && (
        <ErrorState
          title={t('failed')}
          error={widgets.error}
          onRetry={() => void widgets.refetch()}
        />
      )}
      {rows?.length === 0 && (
        <Empty icon={MessageSquareCode} title={t('empty')} text={t('empty_text')}>
          {add}
        </Empty>
      )}
      {rows && rows.length > 0 && (
        <ul className="mx-4 mb-4 max-w-4xl rounded-lg border border-line bg-surface">
          {rows.map((row) => (
            <WidgetRow key={row.id} row={row} onOpen={() => open(String(row.id))} />
          ))}
        </ul>
      )}
    </Page>
  );
}
