import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { asApiError, errorText } from '@/lib/api';

export interface Person {
  name: string;
  phone: string;
  email: string;
}

const FIELDS = ['name', 'phone', 'email'] as const;
const looks = {
  name: { dir: 'auto', type: 'text', maxLength: 200 },
  phone: { dir: 'ltr', type: 'tel', maxLength: 40 },
  email: { dir: 'ltr', type: 'email', maxLength: 254 },
} as const;

interface PersonDialogProps {
  title: ReactNode;
  description: string;
  person: Person;
  busy: boolean;
  error: unknown;
  onChange: (part: Partial<Person>) => void;
  onSave: () => void;
  onClose: () => void;
  /** Fields of its own, below those of every person. */
  children?: ReactNode;
}

/** Name, number and address of a customer. */
export function PersonDialog({
  title,
  description,
  person,
  busy,
  error,
  onChange,
  onSave,
  onClose,
  children,
}: PersonDialogProps) {
  const { t } = useTranslation(['customers', 'common']);
  const problem = error ? asApiError(error) : null;
  const isNamed = FIELDS.some((field) => problem?.field(field));
  return (
    <Dialog
      open
      width="small"
      dismissable={false}
      onClose={onClose}
      title={title}
      description={description}
      footer={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button variant="primary" busy={busy} onClick={onSave}>
            {t('common:save')}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          onSave();
        }}
      >
        {FIELDS.map((field) => (
          <Field
            key={field}
            label={t(`who.${field}`)}
            required={field === 'name'}
            error={problem?.field(field)}
          >
            {(control) => (
              <Input
                {...control}
                {...looks[field]}
                value={person[field]}
                onChange={(event) => onChange({ [field]: event.target.value })}
              />
            )}
          </Field>
        ))}
        {children}
        {problem && !isNamed && (
          <Notice tone="danger" alert>
            {errorText(problem)}
          </Notice>
        )}
        <button type="submit" className="sr-only" tabIndex={-1} aria-hidden>
          {t('common:save')}
        </button>
      </form>
    </Dialog>
  );
}
