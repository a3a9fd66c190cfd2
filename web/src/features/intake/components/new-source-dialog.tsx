import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { RadioGroup } from '@/components/ui/radio-group';
import { asApiError, errorText, type OrderSource } from '@/lib/api';
import { useAddSource } from '../api';
import { ConnectDialog } from './connect-dialog';
import { KINDS, type SourceKind, secretFault } from './source-fields';

/** First who may send orders, then what has to be pasted into the shop. */
export function NewSourceDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['intake', 'common']);
  const add = useAddSource();
  const [kind, setKind] = useState<SourceKind>('shopify');
  const [name, setName] = useState('');
  const [seller, setSeller] = useState('');
  const [secret, setSecret] = useState('');
  const [tried, setTried] = useState(false);
  const [made, setMade] = useState<OrderSource | null>(null);
  const refused = add.isError ? asApiError(add.error) : null;
  const nameError = tried && !name.trim() ? t('form.error.name') : refused?.field('name');
  const fault = secretFault(secret);

  async function save() {
    setTried(true);
    if (!name.trim() || fault) return;
    try {
      const answer = await add.mutateAsync({
        kind,
        name: name.trim(),
        ...(seller.trim() ? { seller_name: seller.trim() } : {}),
        ...(secret ? { secret } : {}),
      });
      setMade(answer.order_source);
    } catch {
      // Shown below, from the state of the mutation.
    }
  }

  if (made) return <ConnectDialog source={made} given={secret !== ''} onClose={onClose} />;
  return (
    <Dialog
      open
      onClose={onClose}
      dismissable={name === ''}
      title={t('form.title')}
      description={t('form.text')}
      footer={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button variant="primary" busy={add.isPending} onClick={() => void save()}>
            {t('form.save')}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <RadioGroup
          label={t('form.kind')}
          value={kind}
          onChange={(value) => setKind(value as SourceKind)}
          options={KINDS.map(({ value, icon }) => ({ value, icon, label: t(`kind.${value}`) }))}
        />
        <Field label={t('form.name')} required hint={t('form.name_hint')} error={nameError}>
          {(control) => (
            <Input
              {...control}
              value={name}
              maxLength={100}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field label={t('form.seller')} hint={t('form.seller_hint')}>
          {(control) => (
            <Input
              {...control}
              value={seller}
              maxLength={200}
              onChange={(event) => setSeller(event.target.value)}
            />
          )}
        </Field>
        {kind === 'shopify' && (
          <Field
            label={t('form.secret')}
            hint={t('form.secret_hint')}
            error={tried && fault ? t(fault) : refused?.field('secret')}
          >
            {(control) => (
              <Input
                {...control}
                value={secret}
                maxLength={200}
                autoComplete="off"
                spellCheck={false}
                onChange={(event) => setSecret(event.target.value.trim())}
                className="ltr"
              />
            )}
          </Field>
        )}
        {refused && !refused.field('name') && !refused.field('secret') && (
          <Notice tone="danger" alert>
            {errorText(refused)}
          </Notice>
        )}
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
