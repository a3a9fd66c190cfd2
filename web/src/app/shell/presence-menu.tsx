import { ChevronDown, Wand2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Menu, MenuItem, MenuLabel, MenuNote, MenuSeparator } from '@/components/ui/menu';
import { PresenceChip } from '@/components/ui/state-chip';
import { Timer } from '@/components/ui/timer';
import { setPresence, useSession } from '@/lib/auth/session';
import { useCan } from '@/lib/auth/use-can';
import { useEvent } from '@/lib/realtime';
import { ariaCombo, useKeys, useShortcut } from '@/lib/shortcuts';
import { PRESENCES, presenceStates } from '@/lib/states';
import { useChangePresence } from './use-change-presence';

/** The agent's own state, how long it has lasted, and the way to change it. */
export function PresenceMenu() {
  const { t } = useTranslation(['shell', 'common']);
  const agent = useSession((state) => state.agent);
  const mayChange = useCan('self');
  const change = useChangePresence();
  const [open, setOpen] = useState(false);
  const keys = useKeys('app.presence');
  useShortcut('app.presence', () => setOpen(true), mayChange);
  useEvent('agent:status_changed', (data) => {
    if (data.id === agent?.id) setPresence(data);
  });
  if (!agent) return null;

  const trigger = (
    <button
      type="button"
      disabled={!mayChange}
      aria-keyshortcuts={keys && ariaCombo(keys)}
      className="inline-flex h-8 items-center gap-1.5 rounded-md px-1.5 hover:bg-sunken pointer-coarse:h-11"
    >
      <span className="sr-only">{t('presence.title')}:</span>
      <PresenceChip presence={agent.presence} />
      {agent.presence_automatic && (
        <>
          <Wand2 aria-hidden size={14} className="text-ink-3" />
          <span className="sr-only">{t('presence.by_itself')}</span>
        </>
      )}
      {agent.presence_since && (
        <span aria-hidden className="max-md:hidden">
          <Timer since={agent.presence_since} className="text-xs text-ink-3" />
        </span>
      )}
      <ChevronDown aria-hidden size={14} className="text-ink-3 max-md:hidden" />
    </button>
  );
  return (
    <Menu trigger={trigger} open={open} onOpenChange={setOpen}>
      {agent.presence_automatic && (
        <>
          <MenuNote icon={Wand2}>{t(`presence.automatic.${agent.presence_automatic}`)}</MenuNote>
          <MenuSeparator />
        </>
      )}
      <MenuLabel>{t('presence.title')}</MenuLabel>
      {PRESENCES.map((presence) => (
        <MenuItem
          key={presence}
          icon={presenceStates[presence].icon}
          checked={presence === agent.presence}
          onSelect={() => change(presence)}
        >
          {t(`common:${presenceStates[presence].label}`)}
        </MenuItem>
      ))}
    </Menu>
  );
}
