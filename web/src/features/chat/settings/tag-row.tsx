import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CircleOff, Pencil, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { TagMark } from '@/components/chat/tag-mark';
import { Button } from '@/components/ui/button';
import { Chip } from '@/components/ui/chip';
import { IconButton } from '@/components/ui/icon-button';
import { toast } from '@/components/ui/toast-store';
import { type ChatTag, errorText } from '@/lib/api';
import { tagName } from '@/lib/chats/tags';
import { formatNumber } from '@/lib/format';
import { addTag, changeTag, removeTag, TAGS } from './api';

interface TagRowProps {
  tag: ChatTag;
  onEdit: () => void;
}

/** As far as the server counts. */
const COUNTED = 1000;

export function TagRow({ tag, onEdit }: TagRowProps) {
  const { t, i18n } = useTranslation(['chat_settings', 'common']);
  const name = tagName(tag, i18n.language);
  const other = i18n.language === 'ar' ? tag.name : tag.name_ar;
  const shown = `${formatNumber(tag.chats)}${tag.chats >= COUNTED ? '+' : ''}`;
  return (
    <li
      data-tag={tag.code}
      className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line px-4 py-2"
    >
      <TagMark color={tag.color} />
      <div className="min-w-0 flex-1 basis-40">
        <p className="flex flex-wrap items-center gap-2">
          <bdi className="font-semibold">{name}</bdi>
          {other && other !== name && <bdi className="text-ink-2">{other}</bdi>}
          {!tag.active && (
            <Chip tone="neutral" icon={CircleOff}>
              {t('tags.off')}
            </Chip>
          )}
        </p>
        <p className="text-sm text-ink-3">
          <bdi className="ltr num">{tag.code}</bdi>
          {' · '}
          {t('tags.used', { count: tag.chats, shown })}
        </p>
      </div>
      <div className="flex items-center">
        <IconButton icon={Pencil} label={t('tags.edit', { name })} onClick={onEdit} />
        <Deeds tag={tag} name={name} />
      </div>
    </li>
  );
}

/** A tag that chats have is switched off; one that none has can go for good, and come back. */
function Deeds({ tag, name }: { tag: ChatTag; name: string }) {
  const { t } = useTranslation(['chat_settings', 'common']);
  const cache = useQueryClient();
  const renew = () => cache.invalidateQueries({ queryKey: TAGS });
  const onError = (error: unknown) => toast.error(errorText(error));
  const flip = useMutation({
    mutationFn: () => changeTag(tag, { active: !tag.active }),
    onError,
    onSettled: renew,
  });
  const { code, color, active } = tag;
  const back = useMutation({
    mutationFn: () => addTag({ code, name: tag.name, name_ar: tag.name_ar ?? '', color, active }),
    onError,
    onSettled: renew,
  });
  const remove = useMutation({
    mutationFn: () => removeTag(tag),
    onSuccess: () => toast.undo(t('tags.removed', { name }), t('common:undo'), () => back.mutate()),
    onError,
    onSettled: renew,
  });
  return (
    <>
      <Button variant="ghost" busy={flip.isPending} onClick={() => flip.mutate()}>
        {active ? t('tags.switch_off') : t('tags.switch_on')}
        <span className="sr-only"> {name}</span>
      </Button>
      {tag.chats === 0 ? (
        <IconButton
          icon={Trash2}
          tone="danger"
          label={t('tags.remove', { name })}
          onClick={() => remove.mutate()}
        />
      ) : (
        <span className="size-8 pointer-coarse:size-11" />
      )}
    </>
  );
}
