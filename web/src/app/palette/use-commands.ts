import { Keyboard, Languages, LogOut, type LucideIcon, Moon, Settings, Sun } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { toggleTheme, useIsDark } from '@/lib/appearance';
import { useSession } from '@/lib/auth/session';
import { useCan } from '@/lib/auth/use-can';
import { toggleLanguage } from '@/lib/i18n';
import { PRESENCES, presenceStates } from '@/lib/states';
import type { Overlay } from '../shell/shell';
import { useChangePresence } from '../shell/use-change-presence';
import { useLogout } from '../shell/use-logout';

export interface PaletteCommand {
  id: string;
  label: string;
  icon: LucideIcon;
  run: () => void;
}

/** What can be done from anywhere. */
export function useCommands(onOpen: (overlay: Overlay) => void): PaletteCommand[] {
  const { t } = useTranslation(['shell', 'common']);
  const dark = useIsDark();
  const isAgent = useSession((state) => state.agent !== null);
  const mayChange = useCan('self');
  const changePresence = useChangePresence();
  const logout = useLogout();

  const presence = PRESENCES.map((name) => ({
    id: `presence.${name}`,
    label: `${t('presence.title')}: ${t(`common:${presenceStates[name].label}`)}`,
    icon: presenceStates[name].icon,
    run: () => changePresence(name),
  }));
  return [
    {
      id: 'theme',
      label: dark ? t('theme.to_light') : t('theme.to_dark'),
      icon: dark ? Sun : Moon,
      run: toggleTheme,
    },
    {
      id: 'language',
      label: t('language.switch_label'),
      icon: Languages,
      run: () => void toggleLanguage(),
    },
    ...(isAgent && mayChange ? presence : []),
    {
      id: 'settings',
      label: t('settings.title'),
      icon: Settings,
      run: () => onOpen('settings'),
    },
    { id: 'help', label: t('help.title'), icon: Keyboard, run: () => onOpen('help') },
    { id: 'logout', label: t('logout'), icon: LogOut, run: logout },
  ];
}
