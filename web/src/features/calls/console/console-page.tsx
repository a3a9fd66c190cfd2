import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, useSearchParams } from 'react-router';
import { Page } from '@/components/ui/page';
import { Tabs } from '@/components/ui/tabs';
import { usePhonesLive } from '@/lib/phones/api';
import { useMedia } from '@/lib/use-media';
import { useCallHistory, useLiveCalls } from '../api';
import { Dialogs } from './dialogs';
import { HistoryPanel } from './history-panel';
import { LinkBanner } from './link-banner';
import { LivePanel } from './live-panel';
import { PhonesPanel } from './phones-panel';
import { RefreshControls } from './refresh-controls';
import { useFilters } from './use-filters';
import { useRefresh } from './use-refresh';

const VIEWS = ['history', 'live', 'phones'] as const;

/** The call console: what was, what is, and who is there to take it (S2-UI-01). */
export function ConsolePage() {
  const { t } = useTranslation('calls');
  const [params, setParams] = useSearchParams();
  const isWide = useMedia('(min-width: 1024px)');
  const { filters, change } = useFilters();
  const live = useLiveCalls();
  const history = useCallHistory(filters);
  usePhonesLive();
  // Rows that somebody reads further down are not pushed away by a refresh of its own.
  const isReading = useRef(false);
  const { refresh, busy } = useRefresh(async () => {
    if (!isReading.current) await history.showEnded();
  });
  const byHand = () => {
    isReading.current = false;
    void refresh();
  };
  const panels = {
    history: (
      <div
        className="contents"
        onScrollCapture={(event) => {
          isReading.current = (event.target as HTMLElement).scrollTop > 0;
        }}
      >
        <HistoryPanel history={history} filters={filters} onChange={change} />
      </div>
    ),
    live: <LivePanel calls={live} />,
    phones: <PhonesPanel />,
  };
  const view = VIEWS.find((one) => one === params.get('view')) ?? 'live';
  return (
    <Page
      title={t('title')}
      scroll={false}
      actions={<RefreshControls busy={busy} onRefresh={byHand} />}
    >
      <LinkBanner />
      {isWide ? (
        <div className="grid min-h-0 flex-1 grid-cols-3 gap-3 px-4 pb-4">
          {VIEWS.map((id) => (
            <div key={id} className="contents">
              {panels[id]}
            </div>
          ))}
        </div>
      ) : (
        <Tabs
          label={t('views')}
          value={view}
          onChange={(id) =>
            setParams((before) => {
              const next = new URLSearchParams(before);
              next.set('view', id);
              return next;
            })
          }
          className="min-h-0 flex-1"
          tabs={VIEWS.map((id) => ({ id, label: t(`${id}.title`), content: panels[id] }))}
        />
      )}
      <Dialogs />
      <Outlet />
    </Page>
  );
}
