import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { cx } from '@/lib/cx';
import { useAreas } from '../areas';

/** The areas on a telephone, within reach of the thumb. */
export function BottomBar() {
  const { t } = useTranslation('shell');
  const areas = useAreas();
  return (
    <nav
      aria-label={t('nav.label')}
      className="flex border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {areas.map((area) => (
        <NavLink
          key={area.id}
          to={area.path}
          end={area.exact}
          className={({ isActive }) =>
            cx(
              'flex min-h-14 min-w-0 flex-1 flex-col items-center justify-center gap-0.5 px-1 text-2xs',
              isActive ? 'font-semibold text-accent' : 'text-ink-2',
            )
          }
        >
          <area.icon aria-hidden size={20} strokeWidth={1.75} />
          <span className="max-w-full truncate">{t(area.label)}</span>
        </NavLink>
      ))}
    </nav>
  );
}
