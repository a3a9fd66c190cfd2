import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from '@/components/ui/toast-store';
import { useEnterCustomer } from './api';
import { PersonDialog } from './person-dialog';

interface EnterDialogProps {
  /** The chat that is theirs from then on. */
  chatId: number;
  known: { name: string; phone: string | null; email: string | null };
  onClose: () => void;
}

/** Who writes becomes a customer, or turns out to be one. */
export function EnterDialog({ chatId, known, onClose }: EnterDialogProps) {
  const { t } = useTranslation('customers');
  const [draft, setDraft] = useState({
    name: known.name,
    phone: known.phone ?? '',
    email: known.email ?? '',
  });
  const enter = useEnterCustomer();
  const submit = () =>
    enter.mutate(
      { ...draft, chat_id: String(chatId) },
      {
        onSuccess: ({ created, customer }) => {
          toast.success(t(created ? 'enter.made' : 'enter.found', { code: customer.code }));
          onClose();
        },
      },
    );
  return (
    <PersonDialog
      title={t('enter.title')}
      description={t('enter.text')}
      person={draft}
      busy={enter.isPending}
      error={enter.error}
      onChange={(part) => setDraft((before) => ({ ...before, ...part }))}
      onSave={submit}
      onClose={onClose}
    />
  );
}
