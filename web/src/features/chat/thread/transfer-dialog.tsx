import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { Textarea } from '@/components/ui/textarea';
import { toast } from '@/components/ui/toast-store';
import { asApiError, type Chat, errorText } from '@/lib/api';
import { nameOf } from '@/lib/chats/names';
import { useDraft } from '@/lib/storage/use-draft';
import { transferChat } from '../api';
import { putChat } from '../store/chats';
import { Targets, targetOf } from './targets';

interface TransferDialogProps {
  chat: Chat;
  onClose: () => void;
}

/** Gives the chat to a colleague or into the queue of a department, with a word for who takes it. */
export function TransferDialog({ chat, onClose }: TransferDialogProps) {
  const { t } = useTranslation(['chat', 'common']);
  const [to, setTo] = useState('');
  const [note, setNote, clearNote] = useDraft(`chat:${chat.id}:transfer`);
  const [tried, setTried] = useState(false);
  const transfer = useMutation({
    mutationFn: () => {
      return transferChat(chat.id, { ...targetOf(to), note: note.trim() });
    },
    onSuccess: (answer) => {
      clearNote();
      putChat(answer.chat);
      toast.success(t('transfer.done'));
      onClose();
    },
  });
  const problem = transfer.error ? asApiError(transfer.error) : null;
  const named = problem?.field('agent_id') ?? problem?.field('department');
  return (
    <Dialog
      open
      drafted
      onClose={onClose}
      title={
        <>
          {t('transfer.title')} – <bdi>{nameOf(chat)}</bdi>
        </>
      }
      footer={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button
            variant="primary"
            busy={transfer.isPending}
            onClick={() => {
              setTried(true);
              if (to) transfer.mutate();
            }}
          >
            {t('transfer.save')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Targets
          except={chat.agent?.id}
          value={to}
          onChange={setTo}
          error={named ?? (tried && !to ? t('transfer.missing') : undefined)}
        />
        <Field
          label={t('transfer.note')}
          hint={t('transfer.note_hint')}
          error={problem?.field('note')}
        >
          {(control) => (
            <Textarea
              {...control}
              value={note}
              maxLength={2000}
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
        {problem && !named && !problem.field('note') && (
          <Notice tone="danger" alert>
            {errorText(problem)}
          </Notice>
        )}
      </div>
    </Dialog>
  );
}
