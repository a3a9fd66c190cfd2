import { Plus, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Input } from '@/components/ui/input';
import { PasswordInput } from '@/components/ui/password-input';
import type { IceDraft } from '../softphone-api';

/* An address, the same in every language. */
const EXAMPLE = 'stun:stun.example.com:3478';

/* As many as the server keeps. */
const MOST = 4;

interface IceFieldProps {
  rows: IceDraft[];
  error: string | undefined;
  onAdd: () => void;
  onChange: (rows: IceDraft[]) => void;
}

/** STUN and TURN servers, for phones that are not in the network of the PBX. */
export function IceField({ rows, error, onAdd, onChange }: IceFieldProps) {
  const { t } = useTranslation('telephony');
  const patch = (key: number, part: Partial<IceDraft>) =>
    onChange(rows.map((row) => (row.key === key ? { ...row, ...part } : row)));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="text-sm font-semibold">{t('softphone.ice')}</legend>
      <p className="text-xs text-ink-3">{t('softphone.ice_hint')}</p>
      {rows.map((row, index) => {
        const number = index + 1;
        return (
          <div key={row.key} className="flex flex-wrap items-center gap-2">
            <Input
              aria-label={t('softphone.ice_url', { number })}
              dir="ltr"
              autoCapitalize="none"
              placeholder={EXAMPLE}
              className="min-w-0 flex-1 basis-56"
              value={row.url}
              onChange={(event) => patch(row.key, { url: event.target.value })}
            />
            <Input
              aria-label={t('softphone.ice_user', { number })}
              dir="ltr"
              autoComplete="off"
              autoCapitalize="none"
              placeholder={t('softphone.user')}
              className="min-w-0 flex-1 basis-28"
              value={row.username}
              onChange={(event) => patch(row.key, { username: event.target.value, kept: false })}
            />
            <span className="min-w-0 flex-1 basis-28">
              <PasswordInput
                aria-label={t('softphone.ice_password', { number })}
                autoComplete="off"
                placeholder={t(row.kept ? 'softphone.kept' : 'softphone.password')}
                value={row.credential}
                onChange={(event) => patch(row.key, { credential: event.target.value })}
              />
            </span>
            <IconButton
              icon={Trash2}
              label={t('softphone.ice_remove', { number })}
              onClick={() => onChange(rows.filter(({ key }) => key !== row.key))}
            />
          </div>
        );
      })}
      {error && (
        <p role="alert" className="text-sm text-danger">
          {error}
        </p>
      )}
      {rows.length < MOST && (
        <div>
          <Button icon={Plus} onClick={onAdd}>
            {t('softphone.ice_add')}
          </Button>
        </div>
      )}
    </fieldset>
  );
}
