import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { type Chat, errorText } from '@/lib/api';
import { nameOf } from '@/lib/chats/names';
import { setTags } from '../api';
import { putChat } from '../store/chats';
import { TagChoice } from './tag-choice';

interface TagsDialogProps {
  chat: Chat;
  onClose: () => void;
}

/** What the chat was about, in the company's words for it. */
export function TagsDialog({ chat, onClose }: TagsDialogProps) {
  const { t } = useTranslation(['chat', 'common']);
  const [chosen, setChosen] = useState<readonly string[]>(chat.tags);
  const save = useMutation({
    mutationFn: () => setTags(chat.id, [...chosen]),
    onSuccess: (answer) => {
      putChat(answer.chat);
      onClose();
    },
  });
  return (
    <Dialog
      open
      width="small"
      onClose={onClose}
      title={
        <>
          {t('tags.title')} – <bdi>{nameOf(chat)}</bdi>
        </>
      }
      footer={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button variant="primary" busy={save.isPending} onClick={() => save.mutate()}>
            {t('common:save')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-2">
        <TagChoice value={chosen} onChange={setChosen} />
        {save.error && (
          <Notice tone="danger" alert>
            {errorText(save.error)}
          </Notice>
        )}
      </div>
    </Dialog>
  );
}
