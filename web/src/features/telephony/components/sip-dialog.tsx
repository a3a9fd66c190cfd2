import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { ErrorState } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { PasswordInput } from '@/components/ui/password-input';
import { SkeletonRows } from '@/components/ui/skeleton';
import { toast } from '@/components/ui/toast-store';
import { asApiError, type Extension, errorText, type SipAccount } from '@/lib/api';
import { removeSipAccount, saveSipAccount, useSipAccount } from '../softphone-api';

interface SipDialogProps {
  extension: Extension;
  onClose: () => void;
}

/** The account that the phone in the browser of an extension's agent signs in with. */
export function SipDialog({ extension, onClose }: SipDialogProps) {
  const { t } = useTranslation(['telephony', 'common']);
  const account = useSipAccount(extension.id);
  if (account.data)
    return <SipForm extension={extension} account={account.data} onClose={onClose} />;
  return (
    <Dialog open onClose={onClose} title={t('sip.title', { number: extension.extension })}>
      {account.isError ? (
        <ErrorState
          title={t('sip.failed')}
          error={account.error}
          onRetry={() => void account.refetch()}
        />
      ) : (
        <SkeletonRows rows={2} rowClassName="h-12" />
      )}
    </Dialog>
  );
}

function SipForm({ extension, account, onClose }: SipDialogProps & { account: SipAccount }) {
  const { t } = useTranslation(['telephony', 'common']);
  const cache = useQueryClient();
  const [user, setUser] = useState(account.sip_user ?? extension.extension);
  const [secret, setSecret] = useState('');
  const done = (words: string) => {
    void cache.invalidateQueries({ queryKey: ['telephony', 'sip', extension.id] });
    toast.success(words);
    onClose();
  };
  const save = useMutation({
    mutationFn: () => saveSipAccount(extension.id, { sip_user: user, secret }, account.version),
    onSuccess: () => done(t('sip.saved', { number: extension.extension })),
  });
  const remove = useMutation({
    mutationFn: () => removeSipAccount(extension.id),
    onSuccess: () => done(t('sip.removed', { number: extension.extension })),
  });
  const failure = save.error ?? remove.error;
  const problem = failure ? asApiError(failure) : null;
  return (
    <Dialog
      open
      onClose={onClose}
      dismissable={false}
      title={t('sip.title', { number: extension.extension })}
      description={t('sip.text')}
      footer={
        <>
          {account.has_secret && (
            <Button
              variant="ghost"
              className="me-auto"
              busy={remove.isPending}
              onClick={() => remove.mutate()}
            >
              {t('sip.remove')}
            </Button>
          )}
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button variant="primary" busy={save.isPending} onClick={() => save.mutate()}>
            {t('common:save')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label={t('sip.user')} hint={t('sip.user_hint')} error={problem?.field('sip_user')}>
          {(control) => (
            <Input
              {...control}
              dir="ltr"
              autoCapitalize="none"
              autoComplete="off"
              value={user}
              onChange={(event) => setUser(event.target.value)}
            />
          )}
        </Field>
        <Field
          label={t('sip.secret')}
          hint={t(account.has_secret ? 'pbx.secret_kept' : 'sip.secret_hint')}
          required={!account.has_secret}
          error={problem?.field('secret')}
        >
          {(control) => (
            <PasswordInput
              {...control}
              autoComplete="off"
              value={secret}
              onChange={(event) => setSecret(event.target.value)}
            />
          )}
        </Field>
        {problem && (
          <Notice tone="danger" alert>
            {errorText(problem)}
          </Notice>
        )}
      </div>
    </Dialog>
  );
}
