import { Braces, TriangleAlert } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Menu, MenuItem } from '@/components/ui/menu';
import { Textarea } from '@/components/ui/textarea';
import type { ApiError } from '@/lib/api';
import type { CannedDraft } from '../api';
import { unknownIn } from '../variables';

interface BodyFieldsProps {
  draft: CannedDraft;
  onChange: (part: Partial<CannedDraft>) => void;
  variables: readonly string[];
  problem: ApiError | null;
}

/** The text in either language; one of them is enough. */
export function BodyFields({ draft, onChange, variables, problem }: BodyFieldsProps) {
  const { t } = useTranslation('canned');
  return (
    <div className="flex flex-col gap-2">
      <div className="grid gap-4 md:grid-cols-2">
        <Body
          language="en"
          text={draft.bodyEn}
          onChange={(bodyEn) => onChange({ bodyEn })}
          variables={variables}
          error={problem?.field('body_en') ?? problem?.field('body')}
        />
        <Body
          language="ar"
          text={draft.bodyAr}
          onChange={(bodyAr) => onChange({ bodyAr })}
          variables={variables}
          error={problem?.field('body_ar')}
        />
      </div>
      <p className="text-xs text-ink-3">{t('form.languages_hint')}</p>
    </div>
  );
}

interface BodyProps {
  language: 'en' | 'ar';
  text: string;
  onChange: (text: string) => void;
  variables: readonly string[];
  error: string | undefined;
}

function Body({ language, text, onChange, variables, error }: BodyProps) {
  const { t } = useTranslation('canned');
  const field = useRef<HTMLTextAreaElement>(null);
  const unknown = unknownIn(text, variables);
  const insert = (name: string) => {
    const put = `{{${name}}}`;
    const from = field.current?.selectionStart ?? text.length;
    const until = field.current?.selectionEnd ?? text.length;
    onChange(text.slice(0, from) + put + text.slice(until));
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(from + put.length, from + put.length);
    });
  };
  return (
    <div className="flex flex-col gap-1">
      <Field label={t(`form.body_${language}`)} error={error}>
        {(control) => (
          <Textarea
            {...control}
            ref={field}
            dir={language === 'ar' ? 'rtl' : 'ltr'}
            lang={language}
            rows={5}
            maxLength={4000}
            value={text}
            onChange={(event) => onChange(event.target.value)}
            className="min-h-32"
          />
        )}
      </Field>
      <div className="flex flex-wrap items-center gap-2">
        <Menu
          align="start"
          trigger={
            <Button variant="ghost" icon={Braces} aria-label={t(`form.insert_${language}`)}>
              {t('form.insert')}
            </Button>
          }
        >
          {variables.map((name) => (
            <MenuItem key={name} onSelect={() => insert(name)}>
              {t(`variable.${name}`, { defaultValue: name })}
              <bdi className="ltr ms-auto ps-3 text-xs text-ink-3">{`{{${name}}}`}</bdi>
            </MenuItem>
          ))}
        </Menu>
        {unknown.length > 0 && (
          <p role="status" className="flex items-start gap-1 text-xs text-warning">
            <TriangleAlert aria-hidden size={13} className="mt-px shrink-0" />
            {t('form.unknown', { names: unknown.map((name) => `{{${name}}}`).join(', ') })}
          </p>
        )}
      </div>
    </div>
  );
}
