import { ImageOff, Upload } from 'lucide-react';
import { useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';

const BYTES_MAX = 64 * 1024;

interface LogoFieldProps {
  /** The one that is stored. */
  url: string | null;
  version: number;
  /** What was chosen: a new one, '' for none, null as it is. */
  logo: string | null;
  error: string | undefined;
  onChange: (logo: string) => void;
}

/** An image is shown as an image only: what is in the file cannot run. */
export function LogoField({ url, version, logo, error, onChange }: LogoFieldProps) {
  const { t } = useTranslation('administration');
  const id = useId();
  const [bad, setBad] = useState(false);
  const shown = useMemo(() => {
    if (logo) return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(logo)}`;
    return logo === null && url ? `${url}?v=${version}` : null;
  }, [logo, url, version]);
  async function take(file: File | undefined) {
    if (!file) return;
    const text = file.size <= BYTES_MAX ? await file.text() : '';
    const good = text.includes('<svg');
    setBad(!good);
    if (good) onChange(text);
  }
  return (
    <div className="flex flex-col gap-1">
      <span id={`${id}-label`} className="text-sm font-semibold">
        {t('company.logo')}
      </span>
      <div className="flex flex-wrap items-center gap-3">
        <span className="grid size-20 place-items-center overflow-hidden rounded-md border border-line bg-canvas p-2">
          {shown ? (
            <img src={shown} alt={t('company.logo_preview')} className="max-h-full max-w-full" />
          ) : (
            <ImageOff
              role="img"
              aria-label={t('company.logo_none')}
              size={22}
              className="text-ink-3"
            />
          )}
        </span>
        <label
          htmlFor={id}
          className="inline-flex h-(--ctl-h) cursor-pointer items-center gap-1.5 rounded-md border border-line-strong bg-surface px-3 text-sm font-semibold focus-within:outline-2 focus-within:outline-accent hover:bg-sunken"
        >
          <Upload aria-hidden size={16} />
          {t('company.logo_choose')}
          <input
            id={id}
            type="file"
            accept="image/svg+xml,.svg"
            aria-describedby={`${id}-hint`}
            className="sr-only"
            onChange={(event) => {
              void take(event.target.files?.[0]);
              event.target.value = '';
            }}
          />
        </label>
        {shown && <Button onClick={() => onChange('')}>{t('company.logo_remove')}</Button>}
      </div>
      <p id={`${id}-hint`} className="text-xs text-ink-3">
        {t('company.logo_hint')}
      </p>
      {(bad || error) && (
        <p role="alert" className="text-xs text-danger">
          {bad ? t('company.logo_bad') : error}
        </p>
      )}
    </div>
  );
}
