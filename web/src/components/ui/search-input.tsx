import { Search, X } from 'lucide-react';
import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '@/lib/cx';
import { Input } from './input';

interface SearchInputProps {
  label: string;
  value: string;
  onChange: (text: string) => void;
  className?: string;
  ref?: Ref<HTMLInputElement>;
}

export function SearchInput({ label, value, onChange, className, ref }: SearchInputProps) {
  const { t } = useTranslation('common');
  return (
    <search className={cx('relative block', className)}>
      <Search
        aria-hidden
        size={15}
        className="pointer-events-none absolute inset-y-0 start-2.5 my-auto text-ink-3"
      />
      <Input
        ref={ref}
        type="text"
        inputMode="search"
        enterKeyHint="search"
        // The words of the page begin where the page does; what is typed, where its letters do.
        dir={value ? 'auto' : undefined}
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && value) {
            event.preventDefault();
            event.stopPropagation();
            onChange('');
          }
        }}
        className="match ps-8 pe-8"
      />
      {value && (
        <button
          type="button"
          aria-label={t('clear')}
          onClick={() => onChange('')}
          className="absolute inset-y-0 end-0 grid w-8 place-items-center text-ink-3 hover:text-ink"
        >
          <X aria-hidden size={15} />
        </button>
      )}
    </search>
  );
}
