import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { ScrollRegion } from '@/components/ui/scroll-region';
import { type CannedImport, errorText } from '@/lib/api';
import { CANNED } from '@/lib/canned/api';
import { formatNumber } from '@/lib/format';
import { uploadCanned } from '../api';

/** A file of responses: tried first if wanted, then taken, with the report of each line refused. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['canned', 'common']);
  const cache = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [asked, setAsked] = useState(false);
  const send = useMutation({
    mutationFn: ({ chosen, dryRun }: { chosen: File; dryRun: boolean }) =>
      uploadCanned({
        file: chosen,
        dryRun,
        onProgress: () => {},
        signal: new AbortController().signal,
      }),
    onSuccess: ({ dry_run }) => {
      if (!dry_run) void cache.invalidateQueries({ queryKey: [CANNED] });
    },
  });
  const start = (dryRun: boolean) => {
    setAsked(true);
    if (file) send.mutate({ chosen: file, dryRun });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      dismissable={!send.isPending}
      title={t('import.title')}
      description={t('import.text')}
      footer={
        <>
          <Button onClick={onClose}>{t('common:close')}</Button>
          <Button busy={send.isPending} onClick={() => start(true)}>
            {t('import.try')}
          </Button>
          <Button variant="primary" busy={send.isPending} onClick={() => start(false)}>
            {t('import.start')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field
          label={t('import.file')}
          required
          hint={t('import.file_hint')}
          error={asked && !file ? t('import.no_file') : undefined}
        >
          {(control) => (
            <Input
              {...control}
              type="file"
              accept=".csv,text/csv"
              disabled={send.isPending}
              onChange={(event) => {
                setFile(event.target.files?.[0] ?? null);
                send.reset();
              }}
              className="py-1 file:me-3 file:rounded-sm file:border-0 file:bg-sunken file:px-2 file:py-0.5 file:text-ink"
            />
          )}
        </Field>
        {send.isError && (
          <Notice tone="danger" alert>
            {errorText(send.error)}
          </Notice>
        )}
        {send.data && <Report result={send.data} />}
      </div>
    </Dialog>
  );
}

function Report({ result }: { result: CannedImport }) {
  const { t } = useTranslation('canned');
  const figures = ['created', 'changed', 'unchanged', 'failed'] as const;
  return (
    <section aria-label={t('import.report')} className="flex flex-col gap-3">
      <Notice tone={result.failed > 0 ? 'warning' : 'success'} alert>
        {t(result.dry_run ? 'import.tried' : 'import.done')}
      </Notice>
      <dl className="grid grid-cols-4 gap-2 max-md:grid-cols-2">
        {figures.map((name) => (
          <div key={name} className="rounded-md border border-line px-3 py-2">
            <dt className="text-xs text-ink-2">{t(`import.${name}`)}</dt>
            <dd className="num text-lg font-semibold">{formatNumber(result[name])}</dd>
          </div>
        ))}
      </dl>
      {result.errors.length > 0 && (
        <ScrollRegion label={t('import.errors')} className="max-h-48 rounded-md border border-line">
          <ul>
            {result.errors.map(({ line, field, reason }) => (
              <li
                key={`${line}:${field}:${reason}`}
                className="flex gap-2 border-b border-line px-3 py-1.5 text-sm last:border-b-0"
              >
                <span className="num shrink-0 text-ink-3">
                  {t('import.line', { line: formatNumber(line) })}
                </span>
                <span dir="auto">{reason}</span>
              </li>
            ))}
          </ul>
        </ScrollRegion>
      )}
    </section>
  );
}
