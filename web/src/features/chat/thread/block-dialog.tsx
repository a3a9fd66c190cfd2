import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ReasonDialog } from '@/components/reason-dialog';
import { Notice } from '@/components/ui/notice';
import { toast } from '@/components/ui/toast-store';
import type { Chat } from '@/lib/api';
import { nameOf } from '@/lib/chats/names';
import { useDraft } from '@/lib/storage/use-draft';
import { blockCustomer } from '../api';
import { putChat } from '../store/chats';

interface BlockDialogProps {
  chat: Chat;
  onClose: () => void;
}

/** Who is blocked can begin no chat and write in none, until somebody takes it back. */
export function BlockDialog({ chat, onClose }: BlockDialogProps) {
  const { t } = useTranslation('chat');
  const [reason, setReason, clear] = useDraft(`chat:${chat.id}:block`);
  const block = useMutation({
    mutationFn: () => blockCustomer(chat.id, reason.trim()),
    onSuccess: (answer) => {
      clear();
      putChat(answer.chat);
      toast.success(t('block.done'));
      onClose();
    },
  });
  return (
    <ReasonDialog
      title={t('block.title')}
      code={`#${chat.id}`}
      label={t('block.reason')}
      missing={t('block.missing')}
      fields={['reason']}
      saveLabel={t('block.save')}
      busy={block.isPending}
      error={block.error}
      text={reason}
      onText={setReason}
      onSave={() => block.mutate()}
      onClose={onClose}
    >
      <p className="text-sm text-ink-2">{t('block.text', { name: nameOf(chat) })}</p>
      {!chat.customer.verified && <Notice tone="warning">{t('block.typed')}</Notice>}
    </ReasonDialog>
  );
}
