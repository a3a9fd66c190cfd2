import { Plus, Tags } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { SkeletonRows } from '@/components/ui/skeleton';
import type { ChatTag } from '@/lib/api';
import { useTags } from './api';
import { TagDialog } from './tag-dialog';
import { TagRow } from './tag-row';

/** The words that chats are marked with, in both languages. */
export function TagsPart() {
  const { t } = useTranslation('chat_settings');
  const id = useId();
  const tags = useTags();
  const [editing, setEditing] = useState<ChatTag | 'new' | null>(null);
  const add = (
    <Button icon={Plus} onClick={() => setEditing('new')}>
      {t('tags.add')}
    </Button>
  );
  return (
    <section aria-labelledby={id} className="rounded-lg border border-line bg-surface">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 p-4">
        <div className="min-w-0 flex-1 basis-60">
          <h2 id={id} className="text-base font-semibold">
            {t('tags.title')}
          </h2>
          <p className="text-sm text-ink-2">{t('tags.text')}</p>
        </div>
        {tags.data && tags.data.length > 0 && add}
      </div>
      {tags.isPending && <SkeletonRows rows={3} rowClassName="h-14" />}
      {tags.isError && !tags.data && (
        <ErrorState
          title={t('tags.failed')}
          error={tags.error}
          onRetry={() => void tags.refetch()}
        />
      )}
      {tags.data?.length === 0 && (
        <Empty icon={Tags} title={t('tags.empty')} text={t('tags.empty_text')}>
          {add}
        </Empty>
      )}
      <ul>
        {tags.data?.map((tag) => (
          <TagRow key={tag.id} tag={tag} onEdit={() => setEditing(tag)} />
        ))}
      </ul>
      {editing && (
        <TagDialog tag={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      )}
    </section>
  );
}
