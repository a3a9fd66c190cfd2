import { useEffect, useRef, useState } from 'preact/hooks';
import { accentVariables } from '../theme';
import { Surrounded, type Surroundings, useChatState, useSurroundings } from './context';
import { Launcher } from './launcher';
import { Panel } from './panel';

export function Root({ surroundings }: { surroundings: Surroundings }) {
  return (
    <Surrounded.Provider value={surroundings}>
      <Widget />
    </Surrounded.Provider>
  );
}

function useDark(wanted: 'auto' | 'light' | 'dark'): boolean {
  const [likes] = useState(() => matchMedia('(prefers-color-scheme: dark)'));
  const [dark, setDark] = useState(likes.matches);
  useEffect(() => {
    const look = () => setDark(likes.matches);
    likes.addEventListener('change', look);
    return () => likes.removeEventListener('change', look);
  }, [likes]);
  return wanted === 'auto' ? dark : wanted === 'dark';
}

/* A keyboard on the screen takes room that the page does not know of. */
function useRoom(): number {
  const [view] = useState(window.visualViewport);
  const [height, setHeight] = useState(view?.height ?? innerHeight);
  useEffect(() => {
    if (!view) return;
    const look = () => setHeight(view.height);
    view.addEventListener('resize', look);
    return () => view.removeEventListener('resize', look);
  }, [view]);
  return height;
}

function Widget() {
  const { chat, t, language } = useSurroundings();
  const { settings, open, hidden } = useChatState();
  const launcher = useRef<HTMLButtonElement>(null);
  const dark = useDark(settings?.dark ?? 'auto');
  const room = useRoom();
  const wasOpen = useRef(false);
  useEffect(() => {
    if (wasOpen.current && !open) launcher.current?.focus({ preventScroll: true });
    wasOpen.current = open;
  }, [open]);
  if (!settings || (hidden && !open)) return null;
  return (
    <section
      class="hatif"
      lang={language}
      dir={language === 'ar' ? 'rtl' : 'ltr'}
      aria-label={settings.title || t('title')}
      data-theme={dark ? 'dark' : 'light'}
      data-side={settings.position}
      data-open={open}
      style={{ ...accentVariables(settings.accent, dark), '--room': `${room}px` }}
    >
      {open && <Panel onClose={() => chat.open(false)} />}
      <Launcher button={launcher} onToggle={() => chat.open(!open)} />
    </section>
  );
}
