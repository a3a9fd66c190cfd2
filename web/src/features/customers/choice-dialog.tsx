import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { asApiError, errorText } from '@/lib/api';

interface ChoiceDialogProps {
  title: string;
  busy: boolean;
  removing: boolean;
  error: unknown;
  /** What the server names beside its own field. */
  named: readonly string[];
  /** Only of what is there. */
  onRemove?: () => void;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** A field or a tag, new or changed: what both dialogs have in common. */
export function ChoiceDialog(props: ChoiceDialogProps) {
  const { t } = useTranslation(['customers', 'common']);
  const failure = props.error ? asApiError(props.error) : null;
  const isNamed = props.named.some((name) => failure?.field(name));
  return (
    <Dialog
      open
      dismissable={false}
      onClose={props.onClose}
      title={<bdi>{props.title}</bdi>}
      footer={
        <>
          {props.onRemove && (
            <Button
              variant="ghost"
              className="me-auto"
              busy={props.removing}
              onClick={props.onRemove}
            >
              {t('admin.remove')}
            </Button>
          )}
          <Button onClick={props.onClose}>{t('common:cancel')}</Button>
          <Button variant="primary" busy={props.busy} onClick={props.onSubmit}>
            {t('common:save')}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          props.onSubmit();
        }}
      >
        {props.children}
        {failure && !isNamed && (
          <Notice tone="danger" alert>
            {errorText(failure)}
          </Notice>
        )}
        <button type="submit" className="sr-only" tabIndex={-1} aria-hidden>
          {t('common:save')}
        </button>
      </form>
    </Dialog>
  );
}
