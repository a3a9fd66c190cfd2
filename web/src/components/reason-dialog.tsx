import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { Textarea } from '@/components/ui/textarea';
import { asApiError, errorText } from '@/lib/api';

interface ReasonDialogProps {
  title: string;
  /** Of the order, complaint or escalation that it is about. */
  code: string;
  label: string;
  /** Said where nothing was written; without it nothing has to be. */
  missing?: string;
  /** The server's names for what is written. */
  fields: readonly string[];
  saveLabel: string;
  busy: boolean;
  error: unknown;
  /** Kept by the caller, as a draft. */
  text: string;
  onText: (text: string) => void;
  onSave: () => void;
  onClose: () => void;
  /** What it is about and what else is chosen, above the text. */
  children?: ReactNode;
}

/** Asks for one text, a reason or what came of it, and sends it. */
export function ReasonDialog(props: ReasonDialogProps) {
  const { t } = useTranslation('common');
  const [tried, setTried] = useState(false);
  const empty = props.text.trim() === '';
  const lacking = props.missing !== undefined && empty;
  const failure = props.error ? asApiError(props.error) : null;
  const refused = props.fields.map((name) => failure?.field(name)).find(Boolean);
  return (
    <Dialog
      open
      drafted
      onClose={props.onClose}
      dismissable={empty}
      title={
        <>
          {props.title} – <bdi className="ltr num">{props.code}</bdi>
        </>
      }
      footer={
        <>
          <Button onClick={props.onClose}>{t('cancel')}</Button>
          <Button
            variant="primary"
            busy={props.busy}
            onClick={() => {
              setTried(true);
              if (!lacking) props.onSave();
            }}
          >
            {props.saveLabel}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {props.children}
        <Field
          label={props.label}
          required={props.missing !== undefined}
          error={refused ?? (tried && lacking ? props.missing : undefined)}
        >
          {(control) => (
            <Textarea
              {...control}
              dir="auto"
              value={props.text}
              maxLength={2000}
              onChange={(event) => props.onText(event.target.value)}
            />
          )}
        </Field>
        {failure && !refused && (
          <Notice tone="danger" alert>
            {errorText(failure)}
          </Notice>
        )}
      </div>
    </Dialog>
  );
}
