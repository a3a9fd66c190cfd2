import { useMutation } from '@tanstack/react-query';
import { RefreshCw } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { Button } from '@/components/ui/button';
import { Page } from '@/components/ui/page';
import { Tabs } from '@/components/ui/tabs';
import { toast } from '@/components/ui/toast-store';
import { asApiError, errorText } from '@/lib/api';
import { usePbxLink } from '@/lib/phones/api';
import { useEvent } from '@/lib/realtime';
import { refreshExtensions, useTelephonyLive } from './api';
import { LinkNotice } from './components/link-notice';
import { PhonesView } from './components/phones-view';
import { QueuesView } from './components/queues-view';
import { TrunksView } from './components/trunks-view';

const VIEWS = ['phones', 'queues', 'trunks'] as const;

/** The phones, queues and lines of the company, as they are now. */
export function ExtensionsPage() {
  const { t } = useTranslation('telephony');
  const [address, setAddress] = useSearchParams();
  const view = VIEWS.find((one) => one === address.get('view')) ?? 'phones';
  useTelephonyLive();
  const content = { phones: <PhonesView />, queues: <QueuesView />, trunks: <TrunksView /> };
  return (
    <Page title={t('extensions.title')} actions={<RefreshButton />}>
      <LinkNotice />
      <Tabs
        label={t('extensions.views')}
        value={view}
        onChange={(id) => setAddress(id === 'phones' ? {} : { view: id })}
        tabs={VIEWS.map((id) => ({ id, label: t(`extensions.${id}`), content: content[id] }))}
      />
    </Page>
  );
}

function RefreshButton() {
  const { t } = useTranslation('telephony');
  const link = usePbxLink();
  const asked = useRef<number | null>(null);
  const refresh = useMutation({
    mutationFn: refreshExtensions,
    onSuccess: ({ command }) => {
      asked.current = command;
    },
    onError: (error) => toast.error(errorText(asApiError(error))),
  });
  useEvent('pbx:command', ({ id, state, error }) => {
    if (id !== asked.current) return;
    if (state === 'done') toast.success(t('extensions.refreshed'));
    if (state === 'failed' && error) toast.error(error);
  });
  if (link.data?.state !== 'connected') return null;
  return (
    <Button icon={RefreshCw} busy={refresh.isPending} onClick={() => refresh.mutate()}>
      {t('extensions.refresh')}
    </Button>
  );
}
