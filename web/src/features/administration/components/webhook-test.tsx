import { Send } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { errorText, type Webhook } from '@/lib/api';
import { useDeliveries, useTestWebhook } from '../webhooks-api';

/** Sends one delivery for real and shows how the receiver took it. */
export function WebhookTest({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation('administration');
  const test = useTestWebhook();
  return (
    <div className="flex flex-col items-start gap-2 pt-1">
      <Button
        icon={Send}
        busy={test.isPending}
        aria-label={t('webhooks.test_label', { name: webhook.name })}
        onClick={() => test.mutate(webhook.id)}
      >
        {t('webhooks.test')}
      </Button>
      {test.error && (
        <Notice tone="danger" alert>
          {errorText(test.error)}
        </Notice>
      )}
      {test.data && <Outcome webhookId={webhook.id} deliveryId={test.data.id} />}
    </div>
  );
}

function Outcome({ webhookId, deliveryId }: { webhookId: number; deliveryId: number }) {
  const { t } = useTranslation('administration');
  const deliveries = useDeliveries(webhookId, 'all');
  const row = deliveries.data?.pages
    .flatMap((page) => page.rows)
    .find((one) => one.id === deliveryId);
  if (!row || row.status === 'waiting') {
    return <Notice tone="info">{t('webhooks.test_waiting')}</Notice>;
  }
  if (row.status === 'delivered') {
    return (
      <Notice tone="success" alert>
        {t('webhooks.test_ok')}
      </Notice>
    );
  }
  return (
    <Notice tone="danger" alert>
      {t('webhooks.test_failed')} {row.error}
    </Notice>
  );
}
