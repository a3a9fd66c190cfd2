import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '@/lib/cx';
import { Input, type InputProps } from './input';

/** A masked input with a button to look at what was typed. */
export function PasswordInput({ className, ...props }: InputProps) {
  const [shown, setShown] = useState(false);
  const { t } = useTranslation('common');
  const Icon = shown ? EyeOff : Eye;
  return (
    <span className="relative block">
      <Input
        type={shown ? 'text' : 'password'}
        autoCapitalize="off"
        spellCheck={false}
        dir="ltr"
        className={cx('match pe-10', className)}
        {...props}
      />
      <button
        type="button"
        aria-pressed={shown}
        aria-label={t('field.show_password')}
        onClick={() => setShown(!shown)}
        className="absolute inset-y-0 end-0 grid w-10 place-items-center rounded-md text-ink-3 hover:text-ink"
      >
        <Icon aria-hidden size={16} />
      </button>
    </span>
  );
}
