import { useTranslation } from 'react-i18next';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { RadioGroup } from '@/components/ui/radio-group';
import { Select } from '@/components/ui/select';
import { Textarea } from '@/components/ui/textarea';
import type { ApiError } from '@/lib/api';
import { useDepartments } from '@/lib/chats/departments';
import type { Need, WidgetDraft } from '../api';
import { ownTexts } from '../own-texts';
import { Section } from './section';

export interface PartProps {
  draft: WidgetDraft;
  problem: ApiError | null;
  onChange: (part: Partial<WidgetDraft>) => void;
}

export function NamePart({ draft, problem, onChange }: PartProps) {
  const { t } = useTranslation('widget');
  return (
    <div className="flex flex-col gap-4 rounded-lg border border-line bg-surface p-4">
      <Field label={t('name')} required hint={t('name_hint')} error={problem?.field('name')}>
        {(control) => (
          <Input
            {...control}
            dir="auto"
            maxLength={100}
            value={draft.name}
            onChange={(event) => onChange({ name: event.target.value })}
          />
        )}
      </Field>
      <Checkbox
        checked={draft.active}
        onChange={(active) => onChange({ active })}
        hint={t('is_active_hint')}
      >
        {t('is_active')}
      </Checkbox>
    </div>
  );
}

export function WherePart({ draft, problem, onChange }: PartProps) {
  const { t } = useTranslation('widget');
  return (
    <Section title={t('where')}>
      <Field label={t('origins')} hint={t('origins_hint')} error={problem?.field('origins')}>
        {(control) => (
          <Textarea
            {...control}
            dir="ltr"
            spellCheck={false}
            value={draft.origins}
            onChange={(event) => onChange({ origins: event.target.value })}
          />
        )}
      </Field>
    </Section>
  );
}

export function LookPart({ draft, problem, onChange }: PartProps) {
  const { t } = useTranslation('widget');
  const { theme } = draft;
  const change = (part: Partial<WidgetDraft['theme']>) =>
    onChange({ theme: { ...theme, ...part } });
  return (
    <Section title={t('look')}>
      <Field label={t('accent')} hint={t('accent_hint')} error={problem?.field('accent')}>
        {(control) => (
          <input
            {...control}
            type="color"
            className="h-(--ctl-h) w-16 rounded-md border border-line-strong bg-surface p-1"
            value={theme.accent}
            onChange={(event) => change({ accent: event.target.value })}
          />
        )}
      </Field>
      <RadioGroup
        label={t('position')}
        columns={2}
        value={theme.position}
        onChange={(position) => change({ position: position as 'start' | 'end' })}
        options={(['end', 'start'] as const).map((value) => ({
          value,
          label: t(`position_${value}`),
          hint: t(`position_${value}_hint`),
        }))}
      />
      <RadioGroup
        label={t('dark')}
        value={theme.dark}
        onChange={(dark) => change({ dark: dark as 'auto' | 'light' | 'dark' })}
        options={(['auto', 'light', 'dark'] as const).map((value) => ({
          value,
          label: t(`dark_${value}`),
        }))}
      />
    </Section>
  );
}

const texts = ['title', 'greeting', 'offline'] as const;

export function TextsPart({ draft, problem, onChange }: PartProps) {
  const { t } = useTranslation('widget');
  return (
    <Section title={t('texts')} text={t('texts_hint')}>
      <div className="grid gap-4 sm:grid-cols-2">
        {(['ar', 'en'] as const).map((language) => (
          <fieldset key={language} className="flex min-w-0 flex-col gap-3">
            <legend className="pb-2 text-sm font-semibold text-ink-2">
              {t(`texts_${language}`)}
            </legend>
            {texts.map((name) => (
              <Field key={name} label={t(`text_${name}`)} error={problem?.field(name)}>
                {(control) => (
                  <Textarea
                    {...control}
                    lang={language}
                    dir={language === 'ar' ? 'rtl' : 'ltr'}
                    rows={name === 'title' ? 1 : 2}
                    maxLength={name === 'title' ? 80 : 500}
                    className={name === 'title' ? 'min-h-9' : 'min-h-14'}
                    placeholder={ownTexts[language][name]}
                    value={draft.texts[language][name]}
                    onChange={(event) =>
                      onChange({
                        texts: {
                          ...draft.texts,
                          [language]: { ...draft.texts[language], [name]: event.target.value },
                        },
                      })
                    }
                  />
                )}
              </Field>
            ))}
          </fieldset>
        ))}
      </div>
    </Section>
  );
}

const needs: Need[] = ['off', 'optional', 'required'];
const asked = ['name', 'email', 'phone', 'department'] as const;

export function AskedPart({ draft, problem, onChange }: PartProps) {
  const { t } = useTranslation('widget');
  const { fields } = draft;
  return (
    <Section title={t('asked')}>
      <div className="grid gap-4 sm:grid-cols-2">
        {asked.map((name) => (
          <Field key={name} label={t(`asked_${name}`)}>
            {(control) => (
              <Select
                {...control}
                value={fields[name]}
                onChange={(need) => onChange({ fields: { ...fields, [name]: need as Need } })}
                options={needs.map((value) => ({ value, label: t(`need_${value}`) }))}
              />
            )}
          </Field>
        ))}
      </div>
      {fields.department !== 'off' && (
        <Departments draft={draft} problem={problem} onChange={onChange} />
      )}
    </Section>
  );
}

function Departments({ draft, problem, onChange }: PartProps) {
  const { t } = useTranslation('widget');
  const departments = useDepartments();
  const chosen = draft.departments;
  const error = problem?.field('departments');
  const toggle = (code: string, on: boolean) => {
    const others = chosen.filter((one) => one !== code);
    onChange({ departments: (on ? [...others, code] : others).sort() });
  };
  return (
    <fieldset>
      <legend className="text-sm font-semibold">{t('departments')}</legend>
      <p className="pb-2 text-xs text-ink-3">{t('departments_hint')}</p>
      <div className="grid gap-1.5 sm:grid-cols-2">
        {departments.map(({ code, name }) => (
          <Checkbox key={code} checked={chosen.includes(code)} onChange={(on) => toggle(code, on)}>
            <bdi>{name}</bdi>
          </Checkbox>
        ))}
      </div>
      {error && (
        <p role="alert" className="pt-1 text-xs text-danger">
          {error}
        </p>
      )}
    </fieldset>
  );
}
