import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { ProgressBar } from '@/components/ui/progress-bar';
import { errorText, newIdempotencyKey } from '@/lib/api';
import { formatPercent } from '@/lib/format';
import { ImportReport } from './import-report';
import { type AnyImport, type ImportSource, type ImportUpload, isRunning } from './source';
import { useImport } from './use-import';

interface ImportDialogProps<Result extends AnyImport> {
  source: ImportSource<Result>;
  /** Endings and types of the files, as a file input takes them. */
  accept: string;
  send: (upload: ImportUpload) => Promise<Result>;
  /** More to be chosen, below the file. */
  options?: (busy: boolean) => ReactNode;
  /** Below everything, while nothing is under way. */
  more?: ReactNode;
  onClose: () => void;
  /** Something came in: load the lists again. */
  onDone: () => void;
}

/** A file: tried first if wanted, then sent, with the report of each line refused. */
export function ImportDialog<Result extends AnyImport>({
  source,
  accept,
  send: upload,
  options,
  more,
  onClose,
  onDone,
}: ImportDialogProps<Result>) {
  const { t } = useTranslation([source.texts, 'common']);
  const [file, setFile] = useState<File | null>(null);
  const [share, setShare] = useState(0);
  const [tried, setTried] = useState(false);
  const [started, setStarted] = useState<Result | null>(null);
  const stop = useRef<AbortController | null>(null);
  const current = useImport(source, started, onDone);

  const send = useMutation({
    mutationFn: ({ chosen, dryRun }: { chosen: File; dryRun: boolean }) => {
      stop.current = new AbortController();
      setShare(0);
      setStarted(null);
      const { signal } = stop.current;
      const key = newIdempotencyKey();
      return upload({ file: chosen, dryRun, key, onProgress: setShare, signal });
    },
    onSuccess: setStarted,
  });
  const cancel = useMutation({ mutationFn: source.cancel });

  function start(dryRun: boolean) {
    setTried(true);
    if (file) send.mutate({ chosen: file, dryRun });
  }

  const running = current !== null && isRunning(current);
  const busy = send.isPending || running;
  const stopped = send.error instanceof DOMException;
  return (
    <Dialog
      open
      onClose={onClose}
      dismissable={!busy}
      title={t('import.title')}
      description={t('import.text')}
      footer={
        <>
          <Button onClick={onClose}>{t('common:close')}</Button>
          {send.isPending && (
            <Button onClick={() => stop.current?.abort()}>{t('import.stop')}</Button>
          )}
          {running && (
            <Button busy={cancel.isPending} onClick={() => cancel.mutate(current.id)}>
              {t('import.stop')}
            </Button>
          )}
          {!busy && (
            <>
              <Button onClick={() => start(true)}>{t('import.try')}</Button>
              <Button variant="primary" onClick={() => start(false)}>
                {t('import.start')}
              </Button>
            </>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field
          label={t('import.file')}
          required
          hint={t('import.file_hint')}
          error={tried && !file ? t('import.error.file') : undefined}
        >
          {(control) => (
            <Input
              {...control}
              type="file"
              accept={accept}
              disabled={busy}
              onChange={(event) => {
                setFile(event.target.files?.[0] ?? null);
                setStarted(null);
                send.reset();
              }}
              className="py-1 file:me-3 file:rounded-sm file:border-0 file:bg-sunken file:px-2 file:py-0.5 file:text-ink"
            />
          )}
        </Field>
        {options?.(busy)}
        {send.isPending && (
          <ProgressBar share={share} label={t('import.sending', { share: formatPercent(share) })} />
        )}
        {(cancel.isError || (send.isError && !stopped)) && (
          <Notice tone="danger" alert>
            {errorText(send.error ?? cancel.error)}
          </Notice>
        )}
        {stopped && <Notice tone="info">{t('import.stopped')}</Notice>}
        {current && <ImportReport source={source} result={current} />}
        {!busy && more}
      </div>
    </Dialog>
  );
}
