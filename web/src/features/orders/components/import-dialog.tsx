import { FileClock } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ImportDialog } from '@/components/import/import-dialog';
import { orderImports } from '@/components/import/order-imports';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { type ImportFormat, uploadOrders } from '../upload-orders';

interface ImportOrdersDialogProps {
  onClose: () => void;
  /** Orders came in: load the list again. */
  onDone: () => void;
}

const FORMATS: ImportFormat[] = ['auto', 'plain', 'shopify', 'woocommerce'];

/** A file of orders, in the format of a shop. */
export function ImportOrdersDialog({ onClose, onDone }: ImportOrdersDialogProps) {
  const { t } = useTranslation('orders');
  const [format, setFormat] = useState<ImportFormat>('auto');
  return (
    <ImportDialog
      source={orderImports}
      accept=".csv,.json,text/csv,application/json"
      send={(upload) => uploadOrders({ ...upload, format })}
      options={(busy) => (
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
      )}
      more={
        <Link
          to="/admin/imports"
          onClick={onClose}
          className="inline-flex min-h-6 items-center gap-1.5 self-start text-accent hover:underline"
        >
          <FileClock aria-hidden size={15} />
          {t('import.past')}
        </Link>
      }
      onClose={onClose}
      onDone={onDone}
    />
  );
}
