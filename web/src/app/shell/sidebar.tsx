import { PanelLeftClose, PanelLeftOpen } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, useMatch } from 'react-router';
import { IconButton } from '@/components/ui/icon-button';
import { Tooltip } from '@/components/ui/tooltip';
import { cx } from '@/lib/cx';
import { ariaCombo, useKeys } from '@/lib/shortcuts';
import { type Area, useAreas } from '../areas';

interface SidebarProps {
  narrow: boolean;
  onToggle: () => void;
}

export function Sidebar({ narrow, onToggle }: SidebarProps) {
  const { t } = useTranslation('shell');
  const areas = useAreas();
  const keys = useKeys('app.sidebar');
  return (
    <nav
      aria-label={t('nav.label')}
      className="thin flex min-h-0 flex-col gap-0.5 overflow-y-auto border-e border-line bg-surface p-2 max-md:hidden"
    >
      {areas.map((area) => (
        <SidebarLink key={area.id} area={area} narrow={narrow} />
      ))}
      <IconButton
        icon={narrow ? PanelLeftOpen : PanelLeftClose}
        flip
        label={narrow ? t('nav.widen') : t('nav.narrow')}
        shortcut={keys}
        onClick={onToggle}
        className="mt-auto max-lg:hidden"
      />
    </nav>
  );
}

function SidebarLink({ area, narrow }: { area: Area; narrow: boolean }) {
  const { t } = useTranslation('shell');
  const keys = useKeys(area.shortcut ?? 'app.palette');
  const shown = area.shortcut ? keys : undefined;
  const active = useMatch({ path: area.path, end: area.exact ?? false }) !== null;
  return (
    <Tooltip text={t(area.label)} shortcut={shown}>
      <Link
        to={area.path}
        aria-current={active ? 'page' : undefined}
        aria-keyshortcuts={shown && ariaCombo(shown)}
        className={cx(
          'flex h-8 shrink-0 items-center gap-2.5 rounded-md px-2 pointer-coarse:h-11',
          active
            ? 'bg-selected font-semibold text-accent'
            : 'text-ink-2 hover:bg-sunken hover:text-ink',
        )}
      >
        <area.icon aria-hidden size={17} strokeWidth={1.75} className="shrink-0" />
        <span className={cx('truncate max-lg:sr-only', narrow && 'sr-only')}>{t(area.label)}</span>
      </Link>
    </Tooltip>
  );
}
