import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { type Chat, errorText } from '@/lib/api';
import { nameOf } from '@/lib/chats/names';
import { setTags } from '../api';
import { useChatTags } from '../choices';
import { putChat } from '../store/chats';

interface TagsDialogProps {
  chat: Chat;
  onClose: () => void;
}

/** What the chat was about, in the company's words for it. */
export function TagsDialog({ chat, onClose }: TagsDialogProps) {
  const { t } = useTranslation(['chat', 'common']);
  const tags = useChatTags();
  const [chosen, setChosen] = useState<readonly string[]>(chat.tags);
  const save = useMutation({
    mutationFn: () => setTags(chat.id, [...chosen]),
    onSuccess: (answer) => {
      putChat(answer.chat);
      onClose();
    },
  });
  const toggle = (code: string, on: boolean) =>
    setChosen((before) => (on ? [...before, code] : before.filter((one) => one !== code)));
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
        {tags.length === 0 && <p className="text-sm text-ink-2">{t('tags.none')}</p>}
        {tags.map((tag) => (
          <Checkbox
            key={tag.code}
            checked={chosen.includes(tag.code)}
            onChange={(on) => toggle(tag.code, on)}
          >
            <bdi>{tag.name}</bdi>
          </Checkbox>
        ))}
        {save.error && (
          <Notice tone="danger" alert>
            {errorText(save.error)}
          </Notice>
        )}
      </div>
    </Dialog>
  );
}
