import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { Textarea } from '@/components/ui/textarea';
import { api, asApiError, type Chat, call, errorText } from '@/lib/api';
import { loadTexts } from '@/lib/i18n';

interface NewChatDialogProps {
  onClose: () => void;
  /** Before it is opened. */
  onBegun?: (chat: Chat) => void;
}

/** The dialog with its texts, for pages that have others. */
export async function loadNewChatDialog() {
  await loadTexts('chat');
  return NewChatDialog;
}

/** An agent begins a chat with a customer who is known by name, address or number. */
export function NewChatDialog({ onClose, onBegun }: NewChatDialogProps) {
  const { t } = useTranslation(['chat', 'common']);
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [phone, setPhone] = useState('');
  const [message, setMessage] = useState('');
  const given = (text: string) => text.trim() || undefined;
  const begin = useMutation({
    mutationFn: () =>
      call(
        api.POST('/api/chats', {
          body: {
            name: given(name),
            email: given(email),
            phone: given(phone),
            message: given(message),
          },
        }),
      ),
    onSuccess: ({ chat }) => {
      onBegun?.(chat);
      onClose();
      navigate(`/agent/chats/${chat.id}`);
    },
  });
  const problem = begin.error ? asApiError(begin.error) : null;
  const isNamed = ['name', 'email', 'phone', 'message'].some((field) => problem?.field(field));
  return (
    <Dialog
      open
      width="small"
      onClose={onClose}
      title={t('new.title')}
      description={t('new.text')}
      footer={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button variant="primary" busy={begin.isPending} onClick={() => begin.mutate()}>
            {t('new.begin')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label={t('customer.name')} required error={problem?.field('name')}>
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
        <Field label={t('customer.phone')} error={problem?.field('phone')}>
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
        <Field label={t('customer.email')} error={problem?.field('email')}>
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
        <Field label={t('new.message')} error={problem?.field('message')}>
          {(control) => (
            <Textarea
              {...control}
              value={message}
              maxLength={4000}
              onChange={(event) => setMessage(event.target.value)}
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
