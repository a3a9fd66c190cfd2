import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { asApiError, type Chat, errorText } from '@/lib/api';
import { changeChat } from '../api';
import { putChat } from '../store/chats';

interface IdentityDialogProps {
  chat: Chat;
  onClose: () => void;
}

/** What the customer said about themself meanwhile. */
export function IdentityDialog({ chat, onClose }: IdentityDialogProps) {
  const { t } = useTranslation(['chat', 'common']);
  const [name, setName] = useState(chat.customer.name);
  const [email, setEmail] = useState(chat.customer.email ?? '');
  const [phone, setPhone] = useState(chat.customer.phone ?? '');
  const [subject, setSubject] = useState(chat.subject ?? '');
  // What it was when it was opened: somebody else's change in between is refused by the server.
  const [version] = useState(chat.version);
  const save = useMutation({
    mutationFn: () =>
      changeChat(chat.id, {
        version,
        subject: subject.trim(),
        customer: { name: name.trim(), email: email.trim(), phone: phone.trim() },
      }),
    onSuccess: (answer) => {
      putChat(answer.chat);
      onClose();
    },
  });
  const problem = save.error ? asApiError(save.error) : null;
  const told = (field: string) => problem?.field(`customer.${field}`) ?? problem?.field(field);
  const isNamed = ['name', 'email', 'phone', 'subject'].some((field) => told(field));
  return (
    <Dialog
      open
      width="small"
      onClose={onClose}
      title={t('customer.edit')}
      footer={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button variant="primary" busy={save.isPending} onClick={() => save.mutate()}>
            {t('common:save')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label={t('customer.name')} error={told('name')}>
          {(control) => (
            <Input
              {...control}
              dir="auto"
              value={name}
              maxLength={120}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field label={t('customer.email')} error={told('email')}>
          {(control) => (
            <Input
              {...control}
              type="email"
              dir="ltr"
              value={email}
              maxLength={200}
              onChange={(event) => setEmail(event.target.value)}
            />
          )}
        </Field>
        <Field label={t('customer.phone')} error={told('phone')}>
          {(control) => (
            <Input
              {...control}
              type="tel"
              dir="ltr"
              value={phone}
              maxLength={32}
              onChange={(event) => setPhone(event.target.value)}
            />
          )}
        </Field>
        <Field label={t('customer.subject')} error={told('subject')}>
          {(control) => (
            <Input
              {...control}
              dir="auto"
              value={subject}
              maxLength={200}
              onChange={(event) => setSubject(event.target.value)}
            />
          )}
        </Field>
        {problem && !isNamed && (
          <Notice tone="danger" alert>
            {errorText(problem)}
          </Notice>
        )}
      </div>
    </Dialog>
  );
}
