import { useMutation } from '@tanstack/react-query';
import { FileClock } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ImportReport } from '@/components/import/import-report';
import { isRunning, useImport } from '@/components/import/use-import';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { ProgressBar } from '@/components/ui/progress-bar';
import { Select } from '@/components/ui/select';
import { api, call, errorText, newIdempotencyKey, type OrderImport } from '@/lib/api';
import { formatPercent } from '@/lib/format';
import { type ImportFormat, uploadOrders } from '../upload-orders';

interface ImportDialogProps {
  onClose: () => void;
  /** Orders came in: load the list again. */
  onDone: () => void;
}

const FORMATS: ImportFormat[] = ['auto', 'plain', 'shopify', 'woocommerce'];

/** A file of orders: tried first if wanted, then sent, with the report of each line refused. */
export function ImportDialog({ onClose, onDone }: ImportDialogProps) {
  const { t } = useTranslation(['orders', 'common']);
  const [file, setFile] = useState<File | null>(null);
  const [format, setFormat] = useState<ImportFormat>('auto');
  const [share, setShare] = useState(0);
  const [tried, setTried] = useState(false);
  const [started, setStarted] = useState<{ dryRun: boolean; first: OrderImport } | null>(null);
  const stop = useRef<AbortController | null>(null);
  const current = useImport(started?.first ?? null, onDone);

  const send = useMutation({
    mutationFn: ({ chosen, dryRun }: { chosen: File; dryRun: boolean }) => {
      stop.current = new AbortController();
      setShare(0);
      setStarted(null);
      return uploadOrders({
        file: chosen,
        format,
        dryRun,
        key: newIdempotencyKey(),
        onProgress: setShare,
        signal: stop.current.signal,
      });
    },
    onSuccess: (first, { dryRun }) => {
      setStarted({ dryRun, first });
      if (!dryRun && !isRunning(first)) onDone();
    },
  });
  const cancel = useMutation({
    mutationFn: (id: number) =>
      call(api.POST('/api/orders/imports/{id}/cancel', { params: { path: { id: String(id) } } })),
  });

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
              accept=".csv,.json,text/csv,application/json"
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
        <Field label={t('import.format')}>
          {(control) => (
            <Select
              {...control}
              value={format}
              onChange={(value) => setFormat(value as ImportFormat)}
              disabled={busy}
              options={FORMATS.map((value) => ({ value, label: t(`import.formats.${value}`) }))}
              className="w-64"
            />
          )}
        </Field>
        {send.isPending && (
          <ProgressBar share={share} label={t('import.sending', { share: formatPercent(share) })} />
        )}
        {send.isError && !stopped && (
          <Notice tone="danger" alert>
            {errorText(send.error)}
          </Notice>
        )}
        {stopped && <Notice tone="info">{t('import.stopped')}</Notice>}
        {current && <ImportReport result={current} dryRun={started?.dryRun ?? false} />}
        {!busy && (
          <Link
            to="/admin/imports"
            onClick={onClose}
            className="inline-flex min-h-6 items-center gap-1.5 self-start text-accent hover:underline"
          >
            <FileClock aria-hidden size={15} />
            {t('import.past')}
          </Link>
        )}
      </div>
    </Dialog>
  );
}
