import type { RefObject } from 'preact';
import { unreadOf } from '../state';
import { useChatState, useSurroundings } from './context';
import { ChatIcon, DownIcon } from './icons';

interface LauncherProps {
  button: RefObject<HTMLButtonElement | null>;
  onToggle: () => void;
}

export function Launcher({ button, onToggle }: LauncherProps) {
  const { t } = useSurroundings();
  const state = useChatState();
  const { open } = state;
  const unread = open ? 0 : unreadOf(state).length;
  const news = t('unread', { count: unread });
  return (
    <>
      <button
        type="button"
        class="launcher"
        ref={button}
        aria-expanded={open}
        aria-label={
          unread > 0 ? `${t('launcher')}. ${news}` : t(open ? 'launcher_close' : 'launcher')
        }
        onClick={onToggle}
      >
        {open ? <DownIcon /> : <ChatIcon />}
        {unread > 0 && (
          <span class="badge" aria-hidden="true">
            {unread > 99 ? '99+' : unread}
          </span>
        )}
      </button>
      <p class="unseen" role="status">
        {unread > 0 ? news : ''}
      </p>
    </>
  );
}
