import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';

/* What the picker shows while there is none. */
const NEUTRAL = '#7a8491';

/** The colour by which lists tell teams apart; a name always stands beside it. */
export function Swatch({ color }: { color: string }) {
  return (
    <svg aria-hidden viewBox="0 0 10 10" className="size-2.5 shrink-0">
      <circle cx="5" cy="5" r="5" fill={color} />
    </svg>
  );
}

export function TeamColor({
  color,
  onChange,
}: {
  color: string;
  onChange: (color: string) => void;
}) {
  const { t } = useTranslation('admin');
  return (
    <Field label={t('org.color')}>
      {(control) => (
        <div className="flex items-center gap-2">
          <input
            {...control}
            type="color"
            className="h-(--ctl-h) w-14 rounded-md border border-line-strong bg-surface p-1"
            value={color || NEUTRAL}
            onChange={(event) => onChange(event.target.value)}
          />
          {color === '' ? (
            <span className="text-ink-3">{t('org.no_color')}</span>
          ) : (
            <Button variant="ghost" onClick={() => onChange('')}>
              {t('org.no_color')}
            </Button>
          )}
        </div>
      )}
    </Field>
  );
}
