import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { SecretDialog } from '@/components/ui/secret-dialog';
import { Select } from '@/components/ui/select';
import { asApiError, errorText } from '@/lib/api';
import { useSession } from '@/lib/auth/session';
import { type KeyDraft, useMakeKey } from '../keys-api';
import { PermissionPicker } from './permission-picker';

/** No key gets what needs somebody, nor makes other keys. */
const NEVER = ['self', 'api_keys.manage'];

const terms = [
  { value: '30', label: 'keys.days_30' },
  { value: '90', label: 'keys.days_90' },
  { value: '365', label: 'keys.days_365' },
  { value: '0', label: 'keys.never' },
] as const;

export function KeyDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['administration', 'common']);
  const [draft, setDraft] = useState<KeyDraft>({ name: '', days: 365, permissions: new Set() });
  const own = useSession((state) => state.user?.permissions);
  const make = useMakeKey();
  const problem = make.error ? asApiError(make.error) : null;
  const change = (part: Partial<KeyDraft>) => setDraft((before) => ({ ...before, ...part }));
  if (make.data) {
    return (
      <SecretDialog
        title={t('keys.made_title')}
        text={t('keys.made_text')}
        label={t('keys.key')}
        secret={make.data.key}
        done={t('keys.kept')}
        onClose={onClose}
      />
    );
  }
  return (
    <Dialog
      open
      onClose={onClose}
      dismissable={false}
      title={t('keys.add')}
      footer={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button variant="primary" busy={make.isPending} onClick={() => make.mutate(draft)}>
            {t('keys.make')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {problem && (
          <Notice tone="danger" alert>
            {errorText(problem)}
          </Notice>
        )}
        <Field label={t('keys.name')} required error={problem?.field('name')}>
          {(control) => (
            <Input
              {...control}
              dir="auto"
              maxLength={100}
              value={draft.name}
              onChange={(event) => change({ name: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('keys.expires')} error={problem?.field('expires_at')}>
          {(control) => (
            <Select
              {...control}
              value={String(draft.days)}
              onChange={(days) => change({ days: Number(days) })}
              options={terms.map(({ value, label }) => ({ value, label: t(label) }))}
            />
          )}
        </Field>
        <section aria-label={t('keys.rights')} className="flex flex-col gap-2">
          <h3 className="text-sm font-semibold">{t('keys.rights')}</h3>
          <PermissionPicker
            names={(own ?? []).filter((name) => !NEVER.includes(name))}
            chosen={draft.permissions}
            onChange={(permissions) => change({ permissions })}
          />
        </section>
      </div>
    </Dialog>
  );
}
