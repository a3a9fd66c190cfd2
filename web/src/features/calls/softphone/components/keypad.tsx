import { useTranslation } from 'react-i18next';

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'];

/** As on every telephone, left to right in every language. */
export function Keypad({ onTone }: { onTone: (tone: string) => void }) {
  const { t } = useTranslation('softphone');
  return (
    <fieldset dir="ltr" className="grid grid-cols-3 gap-1">
      <legend className="sr-only">{t('keypad')}</legend>
      {KEYS.map((key) => (
        <button
          key={key}
          type="button"
          onClick={() => onTone(key)}
          className="num h-9 rounded-md border border-line bg-surface text-base hover:bg-sunken pointer-coarse:h-11"
        >
          {key}
        </button>
      ))}
    </fieldset>
  );
}
