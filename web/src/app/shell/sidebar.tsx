import { PanelLeftClose, PanelLeftOpen } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { IconButton } from '@/components/ui/icon-button';
import { Tooltip } from '@/components/ui/tooltip';
import { useChatCounts } from '@/lib/chats/counts';
import { cx } from '@/lib/cx';
import { formatNumber } from '@/lib/format';
import { ariaCombo, useKeys } from '@/lib/shortcuts';
import { type Area, type AreaGroup, areaGroups, isInArea, useAreas } from '../areas';
import { useApprovalCount } from './use-approval-count';

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
      {areaGroups.map((group) => (
        <SidebarGroup
          key={group}
          group={group}
          areas={areas.filter((area) => area.group === group)}
          narrow={narrow}
        />
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

interface SidebarGroupProps {
  group: AreaGroup;
  areas: Area[];
  narrow: boolean;
}

/** One's own work needs no heading; a narrow sidebar has a line for it. */
function SidebarGroup({ group, areas, narrow }: SidebarGroupProps) {
  const { t } = useTranslation('shell');
  const heading = useId();
  if (areas.length === 0) return null;
  return (
    <div className="not-first:mt-2 not-first:border-t not-first:border-line not-first:pt-2">
      <h2
        id={heading}
        className={cx(
          'truncate px-2 pb-1 text-xs font-semibold text-ink-3 max-lg:sr-only',
          (narrow || group === 'work') && 'sr-only',
        )}
      >
        {t(`nav.group.${group}`)}
      </h2>
      <ul aria-labelledby={heading} className="flex flex-col gap-0.5">
        {areas.map((area) => (
          <li key={area.id}>
            <SidebarLink area={area} narrow={narrow} />
          </li>
        ))}
      </ul>
    </div>
  );
}

type Counted = NonNullable<Area['counted']>;

/** What waits there; nothing is shown while nothing does. */
function WaitingCount({ of, narrow }: { of: Counted; narrow: boolean }) {
  return of === 'chats' ? <WaitingChats narrow={narrow} /> : <WaitingApprovals narrow={narrow} />;
}

function WaitingChats({ narrow }: { narrow: boolean }) {
  return <Count count={useChatCounts()?.waiting ?? 0} narrow={narrow} />;
}

function WaitingApprovals({ narrow }: { narrow: boolean }) {
  return <Count count={useApprovalCount()} narrow={narrow} />;
}

function Count({ count, narrow }: { count: number; narrow: boolean }) {
  const { t } = useTranslation('shell');
  if (!count) return null;
  return (
    <span className={cx('num ms-auto text-xs max-lg:sr-only', narrow && 'sr-only')}>
      <span aria-hidden>{formatNumber(count)}</span>
      <span className="sr-only">{t('nav.waiting', { count, shown: formatNumber(count) })}</span>
    </span>
  );
}

function SidebarLink({ area, narrow }: { area: Area; narrow: boolean }) {
  const { t } = useTranslation('shell');
  const keys = useKeys(area.shortcut ?? 'app.palette');
  const shown = area.shortcut ? keys : undefined;
  const active = isInArea(area, useLocation().pathname);
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
        {area.counted && <WaitingCount of={area.counted} narrow={narrow} />}
      </Link>
    </Tooltip>
  );
}
