import { FileText, Plus, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { Button } from '@/components/ui/button';
import { Chip } from '@/components/ui/chip';
import { ErrorState } from '@/components/ui/error-state';
import { Page } from '@/components/ui/page';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Tabs } from '@/components/ui/tabs';
import type { MessageTemplate } from '@/lib/api';
import { type Channel, useTemplates } from './api';
import { TemplateDialog } from './components/template-dialog';

/** The texts that customers are sent; a company's own take the place of the built-in ones. */
export function TemplatesPage() {
  const { t } = useTranslation('messaging');
  const [params, setParams] = useSearchParams();
  const channel: Channel = params.get('channel') === 'email' ? 'email' : 'sms';
  const templates = useTemplates();
  const [editing, setEditing] = useState<MessageTemplate | 'new' | null>(null);
  const rows = templates.data?.templates.filter((row) => row.channel === channel) ?? [];
  const list = (
    <ul className="m-4 max-w-4xl rounded-lg border border-line bg-surface">
      {rows.map((row) => (
        <TemplateRow key={`${row.code}:${row.language}`} row={row} onEdit={() => setEditing(row)} />
      ))}
    </ul>
  );
  return (
    <Page
      title={t('templates.title')}
      actions={
        <Button icon={Plus} onClick={() => setEditing('new')}>
          {t('templates.new')}
        </Button>
      }
    >
      {templates.isPending && <SkeletonRows rows={6} rowClassName="h-20" />}
      {templates.isError && (
        <ErrorState
          title={t('templates.failed')}
          error={templates.error}
          onRetry={() => void templates.refetch()}
        />
      )}
      {templates.data && (
        <Tabs
          label={t('templates.title')}
          value={channel}
          onChange={(id) => setParams(id === 'email' ? { channel: 'email' } : {})}
          tabs={[
            { id: 'sms', label: t('kind.sms'), content: list },
            { id: 'email', label: t('kind.email'), content: list },
          ]}
        />
      )}
      {editing && templates.data && (
        <TemplateDialog
          template={editing === 'new' ? null : editing}
          channel={channel}
          variables={templates.data.variables}
          onClose={() => setEditing(null)}
        />
      )}
    </Page>
  );
}

function TemplateRow({ row, onEdit }: { row: MessageTemplate; onEdit: () => void }) {
  const { t } = useTranslation(['messaging', 'orders']);
  const dir = row.language === 'ar' ? 'rtl' : 'ltr'; // its first letters are those of a variable
  return (
    <li className="flex items-start gap-3 border-b border-line px-4 py-3 last:border-b-0 max-md:flex-wrap">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2">
          <span className="font-semibold">
            {t(`orders:template.${row.code}`, { defaultValue: row.code.replaceAll('_', ' ') })}
          </span>
          <span className="text-sm text-ink-3">{t(`language.${row.language}`)}</span>
          {row.changed ? (
            <Chip tone="info" icon={FileText}>
              {t('templates.own')}
            </Chip>
          ) : (
            <Chip tone="neutral" icon={Undo2}>
              {t('templates.built_in')}
            </Chip>
          )}
        </p>
        {row.subject && (
          <p dir={dir} className="match font-semibold text-ink-2">
            {row.subject}
          </p>
        )}
        <p dir={dir} lang={row.language} className="match whitespace-pre-line text-ink-2">
          {row.body}
        </p>
      </div>
      <Button onClick={onEdit}>{t('templates.edit')}</Button>
    </li>
  );
}
