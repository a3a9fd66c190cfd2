import { Asterisk, CirclePause, ListPlus, Plus, Tag, Tags } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCustomerFields, useCustomerTags } from '@/components/customer/api';
import { useNameOf } from '@/components/customer/words';
import { Button } from '@/components/ui/button';
import { Chip } from '@/components/ui/chip';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { Page } from '@/components/ui/page';
import { SkeletonRows } from '@/components/ui/skeleton';
import type { CustomerField, CustomerTag } from '@/lib/api';
import { formatList, formatNumber } from '@/lib/format';
import { useChoicesNews } from './api';
import { FieldDialog } from './field-dialog';
import { TagDialog } from './tag-dialog';

/** What the company wants to know of its customers, and what it marks them with. */
export function CustomerFieldsPage() {
  const { t } = useTranslation('customers');
  useChoicesNews();
  return (
    <Page title={t('admin.title')}>
      <div className="flex max-w-4xl flex-col gap-8 px-4 pb-6">
        <Fields />
        <TagList />
      </div>
    </Page>
  );
}

interface PartProps {
  title: string;
  text: string;
  action: ReactNode;
  children: ReactNode;
}

function Part({ title, text, action, children }: PartProps) {
  return (
    <section aria-label={title} className="flex flex-col gap-3">
      <div className="flex flex-wrap items-end gap-3">
        <div className="min-w-0 flex-1 basis-64">
          <h2 className="text-base font-semibold">{title}</h2>
          <p className="text-sm text-ink-2">{text}</p>
        </div>
        {action}
      </div>
      {children}
    </section>
  );
}

function Fields() {
  const { t } = useTranslation('customers');
  const fields = useCustomerFields();
  const [editing, setEditing] = useState<CustomerField | 'new' | null>(null);
  const last = Math.max(0, ...(fields.data ?? []).map(({ position }) => position));
  const add = (
    <Button variant="primary" icon={Plus} onClick={() => setEditing('new')}>
      {t('admin.add_field')}
    </Button>
  );
  return (
    <Part
      title={t('admin.fields')}
      text={t('admin.fields_text')}
      action={fields.data?.length ? add : null}
    >
      {fields.isPending && <SkeletonRows rows={3} rowClassName="h-14" />}
      {fields.isError && !fields.data && (
        <ErrorState
          title={t('admin.loading_failed')}
          error={fields.error}
          onRetry={() => void fields.refetch()}
        />
      )}
      {fields.data?.length === 0 && (
        <Empty icon={ListPlus} title={t('admin.no_fields')} text={t('admin.no_fields_text')}>
          {add}
        </Empty>
      )}
      {fields.data && fields.data.length > 0 && (
        <ul className="rounded-lg border border-line bg-surface">
          {fields.data.map((field) => (
            <FieldRow key={field.key} field={field} onEdit={() => setEditing(field)} />
          ))}
        </ul>
      )}
      {editing && (
        <FieldDialog
          field={editing === 'new' ? null : editing}
          last={last}
          onClose={() => setEditing(null)}
        />
      )}
    </Part>
  );
}

const rowLook = 'flex items-center gap-3 border-b border-line px-4 py-2.5 last:border-b-0';

function FieldRow({ field, onEdit }: { field: CustomerField; onEdit: () => void }) {
  const { t } = useTranslation('customers');
  const nameOf = useNameOf();
  const usedBy = useUsedBy();
  const about = [t(`admin.type.${field.type}`), usedBy(field.customers)];
  if (field.options.length > 0) about.splice(1, 0, formatList(field.options.map(nameOf)));
  return (
    <li className={rowLook}>
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2">
          <bdi className="font-semibold">{nameOf(field)}</bdi>
          <bdi dir="ltr" className="text-xs text-ink-3">
            {field.key}
          </bdi>
          {field.required && (
            <Chip tone="info" icon={Asterisk}>
              {t('admin.required')}
            </Chip>
          )}
          {!field.active && (
            <Chip tone="neutral" icon={CirclePause}>
              {t('admin.off')}
            </Chip>
          )}
        </p>
        <p className="text-sm text-ink-2">
          <bdi>{about.join(' · ')}</bdi>
        </p>
      </div>
      <Button aria-label={t('admin.edit_named', { name: nameOf(field) })} onClick={onEdit}>
        {t('admin.edit')}
      </Button>
    </li>
  );
}

const MOST = 1000;

/** How many have it; the server counts no further. */
function useUsedBy(): (count: number) => string {
  const { t } = useTranslation('customers');
  return (count) =>
    count >= MOST ? t('admin.thousand') : t('admin.used', { count, shown: formatNumber(count) });
}

function TagList() {
  const { t } = useTranslation('customers');
  const tags = useCustomerTags();
  const [editing, setEditing] = useState<CustomerTag | 'new' | null>(null);
  const add = (
    <Button variant="primary" icon={Plus} onClick={() => setEditing('new')}>
      {t('admin.add_tag')}
    </Button>
  );
  return (
    <Part
      title={t('admin.tags')}
      text={t('admin.tags_text')}
      action={tags.data?.length ? add : null}
    >
      {tags.isPending && <SkeletonRows rows={2} rowClassName="h-12" />}
      {tags.isError && !tags.data && (
        <ErrorState
          title={t('admin.loading_failed')}
          error={tags.error}
          onRetry={() => void tags.refetch()}
        />
      )}
      {tags.data?.length === 0 && (
        <Empty icon={Tags} title={t('admin.no_tags')} text={t('admin.no_tags_text')}>
          {add}
        </Empty>
      )}
      {tags.data && tags.data.length > 0 && (
        <ul className="rounded-lg border border-line bg-surface">
          {tags.data.map((tag) => (
            <TagRow key={tag.code} tag={tag} onEdit={() => setEditing(tag)} />
          ))}
        </ul>
      )}
      {editing && (
        <TagDialog tag={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      )}
    </Part>
  );
}

function TagRow({ tag, onEdit }: { tag: CustomerTag; onEdit: () => void }) {
  const { t } = useTranslation('customers');
  const nameOf = useNameOf();
  const usedBy = useUsedBy();
  return (
    <li className={rowLook}>
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2">
          <Chip tone={tag.tone} icon={Tag}>
            <bdi>{nameOf(tag)}</bdi>
          </Chip>
          <bdi dir="ltr" className="text-xs text-ink-3">
            {tag.code}
          </bdi>
          {!tag.active && (
            <Chip tone="neutral" icon={CirclePause}>
              {t('admin.off')}
            </Chip>
          )}
        </p>
        <p className="text-sm text-ink-2">{usedBy(tag.customers)}</p>
      </div>
      <Button aria-label={t('admin.edit_named', { name: nameOf(tag) })} onClick={onEdit}>
        {t('admin.edit')}
      </Button>
    </li>
  );
}
