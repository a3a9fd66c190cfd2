import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import type { Branding } from '@/lib/api';
import { askItSupport, askResetLink, type LoginKind } from '../api';
import { useLoginErrorText } from '../use-login-error-text';

interface ForgotPasswordDialogProps {
  kind: LoginKind;
  login: string;
  company: string;
  recovery: Branding['password_recovery'];
  itSupportExt: string | null;
  onClose: () => void;
}

/** The panel asks the IT support, the other pages send a link, as the company allows. */
export function recoveryWay(
  kind: LoginKind,
  recovery: Branding['password_recovery'],
): 'it' | 'email' {
  if (recovery === 'it_support') return 'it';
  if (recovery === 'email') return 'email';
  return kind === 'call_center' ? 'it' : 'email';
}

export function ForgotPasswordDialog({
  kind,
  login,
  company,
  recovery,
  itSupportExt,
  onClose,
}: ForgotPasswordDialogProps) {
  const { t } = useTranslation(['accounts', 'common']);
  const way = recoveryWay(kind, recovery);
  const [value, setValue] = useState(way === 'email' && !login.includes('@') ? '' : login);
  const [missing, setMissing] = useState(false);
  const [state, setState] = useState<'asking' | 'sending' | 'sent'>('asking');
  const [failure, setFailure] = useState<unknown>(null);
  const errorText = useLoginErrorText();

  async function submit(event: FormEvent) {
    event.preventDefault();
    const entered = value.trim();
    setMissing(!entered);
    if (!entered || state === 'sending') return;
    setState('sending');
    setFailure(null);
    try {
      await (way === 'it' ? askItSupport(entered, company) : askResetLink(entered, company));
      setState('sent');
    } catch (error) {
      setFailure(error);
      setState('asking');
    }
  }

  if (state === 'sent') {
    return (
      <Dialog
        open
        width="small"
        onClose={onClose}
        title={t(`forgot.${way}.sent_title`)}
        footer={
          <Button variant="primary" onClick={onClose}>
            {t('common:done')}
          </Button>
        }
      >
        <Notice tone="success" alert>
          {t(`forgot.${way}.sent_text`)}
        </Notice>
        {way === 'it' && itSupportExt && (
          <p className="pt-3 text-sm text-ink-2">
            {t('forgot.it.call')} <bdi className="ltr num font-semibold">{itSupportExt}</bdi>
          </p>
        )}
      </Dialog>
    );
  }
  return (
    <Dialog
      open
      width="small"
      onClose={onClose}
      title={t('forgot.title')}
      description={t(`forgot.${way}.text`)}
      footer={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button type="submit" form="forgot" variant="primary" busy={state === 'sending'}>
            {t(`forgot.${way}.submit`)}
          </Button>
        </>
      }
    >
      <form id="forgot" noValidate onSubmit={submit} className="flex flex-col gap-3">
        {failure !== null && (
          <Notice tone="danger" alert>
            {errorText(failure)}
          </Notice>
        )}
        <Field
          label={t(`forgot.${way}.field`)}
          error={missing ? t(`forgot.${way}.missing`) : undefined}
        >
          {(control) => (
            <Input
              {...control}
              type={way === 'email' ? 'email' : 'text'}
              autoComplete={way === 'email' ? 'email' : 'username'}
              autoCapitalize="off"
              dir="ltr"
              className="match"
              value={value}
              onChange={(event) => setValue(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
