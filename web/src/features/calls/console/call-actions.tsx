import {
  Ear,
  EllipsisVertical,
  Hand,
  type LucideIcon,
  MessageSquareQuote,
  PhoneForwarded,
  PhoneIncoming,
  PhoneOff,
  UsersRound,
} from 'lucide-react';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/menu';
import type { Call } from '@/lib/api';
import { useCallAction } from '../api';
import { actionsOf, type CallAction, personOf } from '../model';
import { ask } from './doing';
import { useCallRights } from './use-rights';

const icons: Record<CallAction, LucideIcon> = {
  accept: PhoneIncoming,
  take_over: Hand,
  transfer: PhoneForwarded,
  listen: Ear,
  whisper: MessageSquareQuote,
  barge: UsersRound,
  end: PhoneOff,
};

interface CallActionsProps {
  call: Call;
  /** Everything as buttons, where there is room. */
  spread?: boolean;
}

/** What the person may do with the call: the obvious thing at once, the rest behind one button. */
export function CallActions({ call, spread }: CallActionsProps) {
  const { t } = useTranslation('calls');
  const act = useCallAction();
  const actions = actionsOf(call, useCallRights());
  const rest = actions.filter((action) => action !== 'accept');
  if (actions.length === 0) return null;
  const run = (action: CallAction) => {
    if (action === 'transfer' || action === 'end') ask({ action, call });
    else act.mutate({ action, call });
  };
  const name = personOf(call) || call.phone_number || call.call_id;
  if (spread) {
    return (
      <div className="flex flex-wrap gap-2 pt-1">
        {actions.map((action) => (
          <Button
            key={action}
            icon={icons[action]}
            variant={variantOf(action)}
            onClick={() => run(action)}
          >
            {t(`action.${action}`)}
          </Button>
        ))}
      </div>
    );
  }
  return (
    <div className="relative z-10 flex shrink-0 items-center gap-1 self-center">
      {actions.includes('accept') && (
        <Button
          variant="primary"
          icon={icons.accept}
          busy={act.isPending}
          aria-label={t('action.accept_label', { name })}
          onClick={() => run('accept')}
        >
          {t('action.accept')}
        </Button>
      )}
      <Menu trigger={<IconButton icon={EllipsisVertical} label={t('action.more', { name })} />}>
        {rest.map((action) => (
          <Fragment key={action}>
            {action === 'end' && rest.length > 1 && <MenuSeparator />}
            <MenuItem
              icon={icons[action]}
              tone={action === 'end' ? 'danger' : 'plain'}
              onSelect={() => run(action)}
            >
              {t(`action.${action}`)}
            </MenuItem>
          </Fragment>
        ))}
      </Menu>
    </div>
  );
}

function variantOf(action: CallAction) {
  if (action === 'accept') return 'primary';
  return action === 'end' ? 'danger' : 'outline';
}
