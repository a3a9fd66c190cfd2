import { CircleUserRound, Languages, LogOut, Moon, Search, Settings, Sun } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { IconButton } from '@/components/ui/icon-button';
import { Kbd } from '@/components/ui/kbd';
import { toggleTheme, useIsDark } from '@/lib/appearance';
import { useSession } from '@/lib/auth/session';
import { toggleLanguage } from '@/lib/i18n';
import { ariaCombo, useKeys } from '@/lib/shortcuts';
import { Brand } from './brand';
import { NotificationsMenu } from './notifications-menu';
import { PhoneSlot } from './phone-slot';
import { PresenceMenu } from './presence-menu';
import type { Overlay } from './shell';
import { useLogout } from './use-logout';

export function Topbar({ onOpen }: { onOpen: (overlay: Overlay) => void }) {
  const { t, i18n } = useTranslation('shell');
  const dark = useIsDark();
  const logout = useLogout();
  const isAgent = useSession((state) => state.agent !== null);
  const name = useSession((state) => state.agent?.name ?? state.user?.name);
  const mustChange = useSession((state) => state.user?.must_change_password ?? false);
  const paletteKeys = useKeys('app.palette');
  const settingsKeys = useKeys('app.settings');
  return (
    <header className="flex items-center gap-2 border-b border-line bg-surface px-3">
      <Brand />
      <button
        type="button"
        onClick={() => onOpen('palette')}
        aria-keyshortcuts={paletteKeys && ariaCombo(paletteKeys)}
        className="flex h-8 w-80 min-w-0 shrink items-center gap-2 rounded-md border border-line-strong bg-surface px-2.5 text-ink-3 hover:bg-sunken max-lg:w-56 max-md:size-11 max-md:justify-center max-md:border-0 max-md:px-0"
      >
        <Search aria-hidden size={15} className="shrink-0" />
        <span className="truncate max-md:sr-only">{t('palette.open')}</span>
        {paletteKeys && <Kbd keys={paletteKeys} className="ms-auto max-lg:hidden" />}
      </button>
      <div className="ms-auto flex items-center gap-0.5">
        {mustChange ? (
          <bdi className="max-w-44 truncate px-1.5 text-ink-2 max-md:sr-only">{name}</bdi>
        ) : (
          <Link
            to="/agent/profile"
            className="flex h-8 min-w-0 items-center gap-1.5 rounded-md px-1.5 text-ink-2 hover:bg-sunken hover:text-ink pointer-coarse:h-11"
          >
            <CircleUserRound aria-hidden size={17} strokeWidth={1.75} className="shrink-0" />
            <bdi className="max-w-44 truncate max-lg:max-w-32 max-md:sr-only">{name}</bdi>
            <span className="sr-only">{t('nav.profile')}</span>
          </Link>
        )}
        {isAgent && !mustChange && <PhoneSlot />}
        {isAgent && !mustChange && <PresenceMenu />}
        {!mustChange && <NotificationsMenu />}
        <button
          type="button"
          onClick={() => void toggleLanguage()}
          className="inline-flex h-8 items-center gap-1.5 rounded-md px-2 text-ink-2 hover:bg-sunken hover:text-ink max-md:hidden"
        >
          <Languages aria-hidden size={17} strokeWidth={1.75} />
          <span lang={i18n.language === 'ar' ? 'en' : 'ar'} className="max-lg:sr-only">
            {t('language.switch')}
          </span>
        </button>
        <IconButton
          icon={dark ? Sun : Moon}
          label={dark ? t('theme.to_light') : t('theme.to_dark')}
          onClick={toggleTheme}
          className="max-md:hidden"
        />
        <IconButton
          icon={Settings}
          label={t('settings.title')}
          shortcut={settingsKeys}
          onClick={() => onOpen('settings')}
        />
        <IconButton icon={LogOut} flip label={t('logout')} onClick={logout} />
      </div>
    </header>
  );
}
