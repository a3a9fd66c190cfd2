import { useEffect, useRef, useState } from 'preact/hooks';
import type { State } from '../state';
import { useChatState, useSurroundings } from './context';
import { CloseIcon, EndIcon, MoreIcon, SoundIcon } from './icons';

function initials(name: string): string {
  const [first = '', second = ''] = name.trim().split(/\s+/);
  return [first, second].map((word) => [...word][0] ?? '').join('');
}

/** Who is there, in one line. */
function useStanding({ chat, settings }: State): string {
  const { t } = useSurroundings();
  if (chat?.state === 'closed') return t('over');
  if (chat?.agent_name) return t('with', { name: chat.agent_name });
  if (chat?.position && settings?.openNow && chat.position > 1)
    return t('position', { position: chat.position });
  if (chat && settings?.openNow) return t('waiting');
  return t(settings?.openNow ? 'online' : 'away');
}

export function Header({ titleId, onClose }: { titleId: string; onClose: () => void }) {
  const { t } = useSurroundings();
  const state = useChatState();
  const { settings, chat } = state;
  const standing = useStanding(state);
  const agent = chat?.state === 'active' ? chat.agent_name : null;
  const here = agent !== null || (settings?.openNow ?? false);
  return (
    <header class="header">
      {agent && (
        <span class="avatar" aria-hidden="true">
          {initials(agent)}
        </span>
      )}
      <div class="grow">
        <h2 id={titleId} dir="auto">
          {settings?.title || t('title')}
        </h2>
        <p role="status">
          {chat?.state !== 'closed' && <i class={here ? 'dot here' : 'dot'} aria-hidden="true" />}
          {standing}
        </p>
      </div>
      <Menu />
      <button type="button" class="plain" aria-label={t('launcher_close')} onClick={onClose}>
        <CloseIcon />
      </button>
    </header>
  );
}

function Menu() {
  const { chat, attention, t } = useSurroundings();
  const { chat: current } = useChatState();
  const [open, setOpen] = useState(false);
  const [muted, setMuted] = useState(attention.isMuted);
  const [ending, setEnding] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    setOpen(false);
    setEnding(false);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: each of its two faces begins at its first button
  useEffect(() => {
    if (open) box.current?.querySelector<HTMLElement>('.menu button')?.focus();
  }, [open, ending]);
  const end = () => {
    close();
    button.current?.focus();
    // It stays as it is, and can be ended again.
    void chat.end().catch(() => {});
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of the buttons in it
    <div
      class="menu-frame"
      ref={box}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return;
        event.stopPropagation();
        close();
        button.current?.focus();
      }}
      onFocusOut={(event) => {
        const to = event.relatedTarget;
        if (to instanceof Node && !box.current?.contains(to)) close();
      }}
    >
      <button
        type="button"
        class="plain"
        ref={button}
        aria-label={t('menu')}
        aria-expanded={open}
        onClick={() => (open ? close() : setOpen(true))}
      >
        <MoreIcon />
      </button>
      {open && (
        <div class="menu">
          {ending ? (
            <>
              <p>{t('end_sure')}</p>
              <button type="button" class="danger" onClick={end}>
                {t('end_yes')}
              </button>
              <button type="button" onClick={close}>
                {t('cancel')}
              </button>
            </>
          ) : (
            <>
              <button
                type="button"
                onClick={() => {
                  attention.mute(!muted);
                  setMuted(!muted);
                }}
              >
                <SoundIcon muted={!muted} />
                {t(muted ? 'sound_on' : 'sound_off')}
              </button>
              {current && current.state !== 'closed' && (
                <button type="button" onClick={() => setEnding(true)}>
                  <EndIcon />
                  {t('end')}
                </button>
              )}
            </>
          )}
        </div>
      )}
    </div>
  );
}
