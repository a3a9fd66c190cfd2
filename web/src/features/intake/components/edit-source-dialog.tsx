import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { toast } from '@/components/ui/toast-store';
import type { OrderSource } from '@/lib/api';
import { useChangeSource } from '../api';
import { changeError } from '../change-error';

interface EditSourceDialogProps {
  source: OrderSource;
  onClose: () => void;
}

export function EditSourceDialog({ source, onClose }: EditSourceDialogProps) {
  const { t } = useTranslation(['intake', 'common']);
  const change = useChangeSource();
  const [name, setName] = useState(source.name);
  const [seller, setSeller] = useState(source.seller_name);
  const missing = !name.trim();

  async function save() {
    if (missing) return;
    try {
      await change.mutateAsync({
        source,
        change: { name: name.trim(), seller_name: seller.trim() },
      });
      toast.success(t('edit.saved', { name: name.trim() }));
      onClose();
    } catch {
      // Shown below, from the state of the mutation.
    }
  }

  return (
    <Dialog
      open
      width="small"
      onClose={onClose}
      title={t('edit.title', { name: source.name })}
      footer={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button variant="primary" busy={change.isPending} onClick={() => void save()}>
            {t('common:save')}
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
        <Field label={t('form.name')} required error={missing ? t('form.error.name') : undefined}>
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
        {change.isError && (
          <Notice tone="danger" alert>
            {changeError(change.error)}
          </Notice>
        )}
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
