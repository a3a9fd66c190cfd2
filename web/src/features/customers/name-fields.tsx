import { useTranslation } from 'react-i18next';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { codeOf } from './draft';

interface Named {
  name_en: string;
  name_ar: string;
  keyed: boolean;
}

interface NameFieldsProps {
  draft: Named;
  /** What programs call it. */
  code: string;
  codeLabel: string;
  /** It is there already, and stays. */
  fixed: boolean;
  errors: { name?: string; code?: string };
  onNames: (names: Partial<Named>, code: string) => void;
}

/** Both names, and the key, which follows the English name until somebody writes it. */
export function NameFields({ draft, code, codeLabel, fixed, errors, onNames }: NameFieldsProps) {
  const { t } = useTranslation('customers');
  return (
    <>
      <div className="grid grid-cols-2 gap-3 max-md:grid-cols-1">
        <Field label={t('admin.name_en')} hint={t('admin.name_hint')} error={errors.name}>
          {(control) => (
            <Input
              {...control}
              dir="ltr"
              lang="en"
              maxLength={60}
              value={draft.name_en}
              onChange={({ target: { value } }) =>
                onNames({ name_en: value }, draft.keyed ? code : codeOf(value))
              }
            />
          )}
        </Field>
        <Field label={t('admin.name_ar')}>
          {(control) => (
            <Input
              {...control}
              dir="rtl"
              lang="ar"
              maxLength={60}
              value={draft.name_ar}
              onChange={({ target: { value } }) => onNames({ name_ar: value }, code)}
            />
          )}
        </Field>
      </div>
      <Field label={codeLabel} hint={fixed ? undefined : t('admin.key_hint')} error={errors.code}>
        {(control) => (
          <Input
            {...control}
            dir="ltr"
            readOnly={fixed}
            maxLength={32}
            value={code}
            onChange={({ target: { value } }) => onNames({ keyed: true }, value)}
          />
        )}
      </Field>
    </>
  );
}
