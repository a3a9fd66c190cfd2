import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SaveProblem } from '@/components/save-problem';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { SkeletonRows } from '@/components/ui/skeleton';
import { toast } from '@/components/ui/toast-store';
import { asApiError, type FileSettings } from '@/lib/api';
import { formatNumber } from '@/lib/format';
import { filesDraftOf, useFileSettings, useSaveFileSettings } from '../files-api';

/** How much people of the company may send each other, and for how long it is kept. */
export function FilesForm() {
  const { t } = useTranslation('administration');
  const id = useId();
  const settings = useFileSettings();
  return (
    <section
      aria-labelledby={id}
      className="mx-4 mb-4 max-w-3xl rounded-lg border border-line bg-surface p-4"
    >
      <h2 id={id} className="pb-3 font-semibold">
        {t('files.title')}
      </h2>
      {settings.isPending && <SkeletonRows rows={3} rowClassName="h-10" />}
      {settings.isError && !settings.data && (
        <ErrorState
          title={t('files.failed')}
          error={settings.error}
          onRetry={() => void settings.refetch()}
        />
      )}
      {settings.data && <Limits settings={settings.data} />}
    </section>
  );
}

function Limits({ settings }: { settings: FileSettings }) {
  const { t } = useTranslation('administration');
  const [seen, setSeen] = useState(settings);
  const [draft, setDraft] = useState(() => filesDraftOf(settings));
  const save = useSaveFileSettings(seen.version);
  const problem = save.error ? asApiError(save.error) : null;
  const fill = (current: FileSettings) => {
    setSeen(current);
    setDraft(filesDraftOf(current));
    save.reset();
  };
  const used = formatNumber(settings.used_bytes / 1024 / 1024, {
    style: 'unit',
    unit: 'megabyte',
    maximumFractionDigits: 1,
  });
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(draft, {
          onSuccess: (current) => {
            fill(current);
            toast.success(t('files.saved'));
          },
        });
      }}
    >
      <p className="num text-ink-2">
        {t('files.used', { used, files: formatNumber(settings.file_count) })}
      </p>
      <Field
        label={t('files.quota')}
        hint={t('files.quota_hint')}
        required
        error={problem?.field('quota_mb')}
      >
        {(control) => (
          <Input
            {...control}
            dir="ltr"
            inputMode="numeric"
            className="max-w-40"
            value={draft.quota}
            onChange={(event) => setDraft({ ...draft, quota: event.target.value })}
          />
        )}
      </Field>
      <Field
        label={t('files.retention')}
        hint={t('files.retention_hint')}
        error={problem?.field('retention_days')}
      >
        {(control) => (
          <Input
            {...control}
            dir="ltr"
            inputMode="numeric"
            className="max-w-40"
            value={draft.retention}
            onChange={(event) => setDraft({ ...draft, retention: event.target.value })}
          />
        )}
      </Field>
      <SaveProblem<FileSettings> problem={problem} onLoad={fill} />
      <div className="flex justify-end">
        <Button type="submit" busy={save.isPending}>
          {t('files.save')}
        </Button>
      </div>
    </form>
  );
}
