import { type LucideIcon, Menu as MenuIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useNavigate } from 'react-router';
import { Menu, MenuItem, MenuLabel } from '@/components/ui/menu';
import { cx } from '@/lib/cx';
import { type Area, areaGroups, isInArea, useAreas } from '../areas';

/** What a thumb can hit side by side on 390 px; the rest is behind one more button. */
const places = 5;

const placeClass = (active: boolean) =>
  cx(
    'flex min-h-14 min-w-0 flex-1 flex-col items-center justify-center gap-0.5 px-1 text-2xs',
    active ? 'font-semibold text-accent' : 'text-ink-2',
  );

/** The areas on a telephone, within reach of the thumb. */
export function BottomBar() {
  const { t } = useTranslation('shell');
  const { pathname } = useLocation();
  const areas = useAreas();
  const fits = areas.length <= places;
  const shown = fits ? areas : areas.slice(0, places - 1);
  return (
    <nav
      aria-label={t('nav.label')}
      className="flex border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {shown.map((area) => (
        <Link
          key={area.id}
          to={area.path}
          aria-current={isInArea(area, pathname) ? 'page' : undefined}
          className={placeClass(isInArea(area, pathname))}
        >
          <Place icon={area.icon} label={t(area.label)} />
        </Link>
      ))}
      {!fits && <More areas={areas.slice(shown.length)} />}
    </nav>
  );
}

function Place({ icon: Icon, label }: { icon: LucideIcon; label: string }) {
  return (
    <>
      <Icon aria-hidden size={20} strokeWidth={1.75} />
      <span className="max-w-full truncate">{label}</span>
    </>
  );
}

function More({ areas }: { areas: Area[] }) {
  const { t } = useTranslation('shell');
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const here = areas.find((area) => isInArea(area, pathname));
  return (
    <Menu
      trigger={
        <button type="button" className={placeClass(here !== undefined)}>
          <Place icon={MenuIcon} label={t('nav.more')} />
        </button>
      }
    >
      {areaGroups.map((group) => {
        const members = areas.filter((area) => area.group === group);
        if (members.length === 0) return null;
        return (
          <div key={group}>
            <MenuLabel>{t(`nav.group.${group}`)}</MenuLabel>
            {members.map((area) => (
              <MenuItem
                key={area.id}
                icon={area.icon}
                checked={area === here}
                onSelect={() => navigate(area.path)}
              >
                {t(area.label)}
              </MenuItem>
            ))}
          </div>
        );
      })}
    </Menu>
  );
}
