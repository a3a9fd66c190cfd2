import { Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, useLocation, useNavigate } from 'react-router';
import { lazyDialog } from '@/components/ui/lazy-dialog';
import { OfflineBar } from '@/components/ui/offline-bar';
import { loadSession, useSession } from '@/lib/auth/session';
import { cx } from '@/lib/cx';
import { connectRealtime, useEvent } from '@/lib/realtime';
import { type ShortcutId, useShortcut } from '@/lib/shortcuts';
import { readLocal, writeLocal } from '@/lib/storage/local';
import { useAreas } from '../areas';
import { syncPreferences } from '../settings/sync-preferences';
import { AnnouncementBanner } from './announcement-banner';
import { BottomBar } from './bottom-bar';
import { IdleWarning } from './idle-warning';
import { OfferSlot } from './offer-slot';
import { Sidebar } from './sidebar';
import { Topbar } from './topbar';
import { useNotified } from './use-notified';

const Palette = lazyDialog(async () => (await import('../palette/palette')).default);
const SettingsDialog = lazyDialog(
  async () => (await import('../settings/settings-dialog')).default,
);
const ShortcutHelp = lazyDialog(async () => (await import('../settings/shortcut-help')).default);

export type Overlay = 'palette' | 'settings' | 'help' | null;

const NARROW_KEY = 'hatif.sidebar.narrow';
const PALETTE_AFTER_MS = 2_000;

/* What is typed right after Ctrl K belongs to the palette: it must not wait for its code. */
function preloadPalette(): void {
  setTimeout(Palette.preload, PALETTE_AFTER_MS);
}

/**
 * Moves the focus to the content after a change of page, so that Tab goes on from there; not where
 * a page only shows another of its rows (`state: { keepFocus: true }`).
 */
function useFocusOnNavigation(main: React.RefObject<HTMLElement | null>) {
  const { pathname, state } = useLocation();
  const first = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs for each new path
  useEffect(() => {
    if (first.current) first.current = false;
    else if (state?.keepFocus) return;
    else if (!document.activeElement?.closest('[role=dialog]')) main.current?.focus();
  }, [pathname]);
}

/** The keys that the sidebar shows beside its places. */
function AreaKeys() {
  return useAreas().map(({ id, path, shortcut }) =>
    shortcut ? <AreaKey key={id} path={path} shortcut={shortcut} /> : null,
  );
}

function AreaKey({ path, shortcut }: { path: string; shortcut: ShortcutId }) {
  const navigate = useNavigate();
  useShortcut(shortcut, () => navigate(path));
  return null;
}

export function Shell() {
  const { t } = useTranslation('shell');
  const main = useRef<HTMLElement>(null);
  const [overlay, setOverlay] = useState<Overlay>(null);
  const [narrow, setNarrow] = useState(() => readLocal(NARROW_KEY, false));

  // Until a temporary password is changed the server answers nothing else.
  const mustChange = useSession((state) => state.user?.must_change_password ?? false);
  const isAgent = useSession((state) => state.agent !== null);
  useEffect(() => (mustChange ? undefined : connectRealtime()), [mustChange]);
  useEffect(() => (mustChange ? undefined : syncPreferences()), [mustChange]);
  // Rights and the company's settings count at once, also for what the page offers.
  useEvent('account:changed', () => void loadSession().catch(() => {}));
  useFocusOnNavigation(main);
  useNotified(mustChange);
  useEffect(preloadPalette, []);

  const toggleNarrow = useCallback(() => {
    setNarrow((before) => {
      writeLocal(NARROW_KEY, !before);
      return !before;
    });
  }, []);
  const close = useCallback(() => setOverlay(null), []);

  useShortcut('app.palette', () => setOverlay((now) => (now === 'palette' ? null : 'palette')));
  useShortcut('app.settings', () => setOverlay('settings'));
  useShortcut('app.help', () => setOverlay('help'));
  useShortcut('app.sidebar', toggleNarrow);

  return (
    <div className="grid h-full grid-cols-[minmax(0,1fr)] grid-rows-[48px_auto_minmax(0,1fr)] max-md:grid-rows-[48px_auto_minmax(0,1fr)_auto]">
      <a
        href="#main"
        className="fixed start-2 -top-20 z-70 rounded-md bg-accent px-3 py-2 text-accent-fg focus:top-2"
      >
        {t('skip')}
      </a>
      <Topbar onOpen={setOverlay} />
      <div>
        <OfflineBar />
        {!mustChange && <AnnouncementBanner />}
        {!mustChange && isAgent && <OfferSlot />}
      </div>
      <div
        className={cx(
          'grid min-h-0 max-lg:grid-cols-[52px_minmax(0,1fr)] max-md:grid-cols-[minmax(0,1fr)]',
          narrow ? 'grid-cols-[52px_minmax(0,1fr)]' : 'grid-cols-[184px_minmax(0,1fr)]',
        )}
      >
        <Sidebar narrow={narrow} onToggle={toggleNarrow} />
        <main ref={main} id="main" tabIndex={-1} className="min-h-0 min-w-0 outline-none">
          <Suspense>
            <Outlet />
          </Suspense>
        </main>
      </div>
      <BottomBar />
      <IdleWarning />
      <AreaKeys />
      {overlay === 'palette' && <Palette onClose={close} onOpen={setOverlay} />}
      {overlay === 'settings' && <SettingsDialog onClose={close} />}
      {overlay === 'help' && <ShortcutHelp onClose={close} />}
    </div>
  );
}
