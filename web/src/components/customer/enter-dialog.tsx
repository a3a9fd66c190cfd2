import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { toast } from '@/components/ui/toast-store';
import { asApiError, errorText } from '@/lib/api';
import { useEnterCustomer } from './api';

interface EnterDialogProps {
  /** The chat that is theirs from then on. */
  chatId: number;
  known: { name: string; phone: string | null; email: string | null };
  onClose: () => void;
}

/** Who writes becomes a customer, or turns out to be one. */
export function EnterDialog({ chatId, known, onClose }: EnterDialogProps) {
  const { t } = useTranslation(['customers', 'common']);
  const [draft, setDraft] = useState({
    name: known.name,
    phone: known.phone ?? '',
    email: known.email ?? '',
  });
  const enter = useEnterCustomer();
  const problem = enter.error ? asApiError(enter.error) : null;
  const isNamed = ['name', 'phone', 'email'].some((field) => problem?.field(field));
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
  const text = (field: 'name' | 'phone' | 'email', dir: 'auto' | 'ltr', maxLength: number) => (
    <Field label={t(`who.${field}`)} required={field === 'name'} error={problem?.field(field)}>
      {(control) => (
        <Input
          {...control}
          dir={dir}
          type={{ name: 'text', phone: 'tel', email: 'email' }[field]}
          value={draft[field]}
          maxLength={maxLength}
          onChange={(event) => setDraft({ ...draft, [field]: event.target.value })}
        />
      )}
    </Field>
  );
  return (
    <Dialog
      open
      width="small"
      dismissable={false}
      onClose={onClose}
      title={t('enter.title')}
      description={t('enter.text')}
      footer={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button variant="primary" busy={enter.isPending} onClick={submit}>
            {t('common:save')}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {text('name', 'auto', 200)}
        {text('phone', 'ltr', 40)}
        {text('email', 'ltr', 254)}
        {problem && !isNamed && (
          <Notice tone="danger" alert>
            {errorText(problem)}
          </Notice>
        )}
        <button type="submit" className="sr-only" tabIndex={-1} aria-hidden>
          {t('common:save')}
        </button>
      </form>
    </Dialog>
  );
}
