import { ArrowLeft, MessageSquareCode } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SaveProblem } from '@/components/save-problem';
import { Button } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';
import { Page } from '@/components/ui/page';
import { SecretDialog } from '@/components/ui/secret-dialog';
import { toast } from '@/components/ui/toast-store';
import { asApiError, type Widget } from '@/lib/api';
import { draftOf, useSaveWidget, type WidgetDraft } from '../api';
import { EmbedPart } from './embed-part';
import { Preview } from './preview';
import { RemoveWidget } from './remove-widget';
import { AskedPart, LookPart, NamePart, TextsPart, WherePart } from './widget-parts';
import { TryLink } from './widget-row';

interface WidgetEditorProps {
  /** null: it is new, or not there any more. */
  widget: Widget | null;
  isNew: boolean;
  onMade: (id: number) => void;
  onClose: () => void;
}

export function WidgetEditor({ widget, isNew, onMade, onClose }: WidgetEditorProps) {
  const { t } = useTranslation('widget');
  const [made, setMade] = useState<Widget | null>(null);
  const back = (
    <Button icon={ArrowLeft} flipIcon variant="ghost" onClick={onClose}>
      {t('back')}
    </Button>
  );
  if (made) {
    return (
      <SecretDialog
        title={t('secret_title', { name: made.name })}
        text={t('secret_text')}
        label={t('secret')}
        secret={made.secret ?? ''}
        done={t('secret_kept')}
        onClose={() => onMade(made.id)}
      />
    );
  }
  if (!widget && !isNew) {
    return (
      <Page title={t('title')} actions={back}>
        <Empty icon={MessageSquareCode} title={t('gone')} />
      </Page>
    );
  }
  return (
    <Page
      title={t(widget ? 'edit_title' : 'add')}
      meta={widget && <bdi>{widget.name}</bdi>}
      actions={
        <>
          {widget && <TryLink widget={widget} />}
          {back}
        </>
      }
    >
      <EditForm widget={widget} onMade={setMade} onClose={onClose} />
    </Page>
  );
}

interface EditFormProps {
  widget: Widget | null;
  onMade: (made: Widget) => void;
  onClose: () => void;
}

function EditForm({ widget, onMade, onClose }: EditFormProps) {
  const { t } = useTranslation(['widget', 'common']);
  // What the form was filled with: its version goes with the change.
  const [seen, setSeen] = useState(widget);
  const [draft, setDraft] = useState(() => draftOf(widget));
  const save = useSaveWidget(seen);
  const problem = save.error ? asApiError(save.error) : null;
  const fill = (current: Widget | null) => {
    setSeen(current);
    setDraft(draftOf(current));
    save.reset();
  };
  const touched = JSON.stringify(draft) !== JSON.stringify(draftOf(seen));
  // Somebody else saved while nothing was typed here: the form follows.
  if (widget && seen && widget.version > seen.version && !touched && !save.isPending) fill(widget);
  const part = {
    draft,
    problem,
    onChange: (change: Partial<WidgetDraft>) => setDraft((before) => ({ ...before, ...change })),
  };
  const saved = (current: Widget) => {
    if (!seen) return onMade(current);
    fill(current);
    toast.success(t('saved', { name: current.name }));
  };
  return (
    <div className="flex flex-col gap-4 px-4 pb-4 xl:flex-row xl:items-start">
      <div className="flex min-w-0 max-w-3xl flex-1 flex-col gap-4">
        <form
          noValidate
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            save.mutate(draft, { onSuccess: saved });
          }}
        >
          <NamePart {...part} />
          <WherePart {...part} />
          <LookPart {...part} />
          <TextsPart {...part} />
          <AskedPart {...part} />
          <SaveProblem<Widget>
            problem={problem}
            onLoad={(current) => fill({ ...current, script_url: seen?.script_url ?? '' })}
          />
          <div className="sticky bottom-0 z-10 flex flex-wrap justify-end gap-2 border-t border-line bg-canvas py-3">
            {seen && <RemoveWidget widget={seen} onRemoved={onClose} />}
            {touched && seen && <Button onClick={() => fill(seen)}>{t('reset')}</Button>}
            <Button variant="primary" type="submit" busy={save.isPending}>
              {t('common:save')}
            </Button>
          </div>
        </form>
        {seen && <EmbedPart widget={seen} />}
      </div>
      <Preview draft={draft} />
    </div>
  );
}
