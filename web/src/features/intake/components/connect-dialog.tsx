import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { CopyLine } from '@/components/ui/copy-line';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import type { OrderSource } from '@/lib/api';
import { ShopSteps } from './shop-steps';

interface ConnectDialogProps {
  source: OrderSource;
  /** The secret came from the shop: it knows it already. */
  given: boolean;
  onClose: () => void;
}

/** What the shop has to be told. The secret is shown this once. */
export function ConnectDialog({ source, given, onClose }: ConnectDialogProps) {
  const { t } = useTranslation('intake');
  const ownSecret = source.kind === 'shopify';
  return (
    <Dialog
      open
      once
      onClose={onClose}
      title={t('connect.title', { name: source.name })}
      description={t('connect.text')}
      footer={
        <Button variant="primary" onClick={onClose}>
          {t('connect.done')}
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <CopyLine label={t('connect.address')} text={source.url} />
        {!given && !ownSecret && source.secret && (
          <>
            <CopyLine label={t('connect.secret')} text={source.secret} />
            <Notice tone="warning">{t('connect.once')}</Notice>
          </>
        )}
        {!given && ownSecret && <Notice tone="warning">{t('connect.secret_later')}</Notice>}
        <ShopSteps kind={source.kind} />
      </div>
    </Dialog>
  );
}
