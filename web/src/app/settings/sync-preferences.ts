import { toast } from '@/components/ui/toast-store';
import { api, call } from '@/lib/api';
import { i18n, setLanguage } from '@/lib/i18n';
import { pickPreferences, readPreferences, usePreferences } from '@/lib/preferences';

const SAVE_AFTER_MS = 800;

/**
 * The account's preferences follow the person to each workstation: read once after signing in,
 * written a moment after each change. Unknown names of the stored object are kept.
 */
export function syncPreferences(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let remote: Record<string, unknown> | null = null;
  let gone = false;
  let applying = false;

  const save = () => {
    const body = { ...remote, ...pickPreferences(usePreferences.getState()) };
    call(api.PUT('/api/me/preferences', { body: { preferences: body } })).catch(() => {
      if (!gone) toast.warning(i18n.t('shell:settings.not_saved'));
    });
  };

  const stop = usePreferences.subscribe(() => {
    if (applying || remote === null) return;
    clearTimeout(timer);
    timer = setTimeout(save, SAVE_AFTER_MS);
  });

  const read = async () => {
    const { preferences } = await call(api.GET('/api/me/preferences'));
    if (gone) return;
    const found = readPreferences(preferences);
    applying = true;
    usePreferences.getState().set(found);
    if (found.language && found.language !== i18n.language) await setLanguage(found.language);
    applying = false;
    remote = { ...(preferences as Record<string, unknown>) };
  };
  read().catch(() => {
    // The choices of this device go on to apply; the next change tries to save again.
    remote = {};
  });

  return () => {
    gone = true;
    clearTimeout(timer);
    stop();
  };
}
