import { useCallback, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, useSearchParams } from 'react-router';
import { Page } from '@/components/ui/page';
import { Tabs } from '@/components/ui/tabs';
import { usePhonesLive } from '@/lib/phones/api';
import { useMedia } from '@/lib/use-media';
import { Dialogs } from './dialogs';
import { HistoryPanel } from './history-panel';
import { LinkBanner } from './link-banner';
import { LivePanel } from './live-panel';
import { PhonesPanel } from './phones-panel';
import { RefreshControls } from './refresh-controls';
import { useRefresh } from './use-refresh';

const VIEWS = ['history', 'live', 'phones'] as const;

type Reload = (byHand: boolean) => Promise<unknown>;

/** The call console: what was, what is, and who is there to take it (S2-UI-01). */
export function ConsolePage() {
  const { t } = useTranslation('calls');
  const [params, setParams] = useSearchParams();
  const isWide = useMedia('(min-width: 1024px)');
  usePhonesLive();
  const history = useRef<Reload | null>(null);
  const keepReload = useCallback((reload: Reload) => {
    history.current = reload;
  }, []);
  const { refresh, busy } = useRefresh(async (byHand) => history.current?.(byHand));
  const panels = {
    history: <HistoryPanel onReady={keepReload} />,
    live: <LivePanel />,
    phones: <PhonesPanel />,
  };
  const view = VIEWS.find((one) => one === params.get('view')) ?? 'live';
  const show = (id: string) =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      next.set('view', id);
      return next;
    });
  return (
    <Page
      title={t('title')}
      scroll={false}
      actions={<RefreshControls busy={busy} onRefresh={() => void refresh(true)} />}
    >
      <LinkBanner />
      {isWide ? (
        <div className="grid min-h-0 flex-1 grid-cols-3 gap-3 px-4 pb-4">
          {panels.history}
          {panels.live}
          {panels.phones}
        </div>
      ) : (
        <Tabs
          label={t('views')}
          value={view}
          onChange={show}
          className="min-h-0 flex-1"
          tabs={VIEWS.map((id) => ({ id, label: t(`${id}.title`), content: panels[id] }))}
        />
      )}
      <Dialogs />
      <Outlet />
    </Page>
  );
}
