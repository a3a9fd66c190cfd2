import { toast } from '@/components/ui/toast-store';
import { endSession } from '../auth/session';
import { i18n } from '../i18n';
import { queryClient } from '../query';
import { RealtimeClient } from './client';
import { dispatchEvents, setLiveState } from './store';

function socketUrl(): string {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  return `${scheme}://${location.host}/ws/updates`;
}

/* Answers carry the sequence number they are true for; a list of pages tells it in each page. */
function seqOf(data: unknown): number | null {
  const answer = data as { seq?: unknown; pages?: { seq?: unknown }[] } | undefined;
  const seq = answer?.seq ?? answer?.pages?.[0]?.seq;
  return typeof seq === 'number' ? seq : null;
}

/** What was loaded before the line was open may have missed an event: load it again. */
function refreshOlderThan(seq: number): void {
  void queryClient.invalidateQueries({
    predicate: (query) => {
      const known = seqOf(query.state.data);
      return known !== null && known < seq;
    },
  });
}

/* One line for a tab, however many parts of it listen: the first opens it, the last closes it. */
let holders = 0;
let closeLine: (() => void) | null = null;
let line: RealtimeClient | null = null;

/** Says something that passes, such as typing; lost while there is no line. */
export function tellServer(type: string, data: Record<string, unknown>): void {
  line?.tell(type, data);
}

/** Opens the live connection of the signed-in person and returns the way to let go of it. */
export function connectRealtime(): () => void {
  holders += 1;
  closeLine ??= openLine();
  let isHeld = true;
  return () => {
    if (!isHeld) return;
    isHeld = false;
    holders -= 1;
    if (holders > 0) return;
    closeLine?.();
    closeLine = null;
  };
}

function openLine(): () => void {
  const client = new RealtimeClient(socketUrl(), {
    onState: setLiveState,
    onEvents: dispatchEvents,
    onHello: (seq, missed) => {
      if (missed > 0) toast.info(i18n.t('common:live.recovered', { count: missed }));
      else refreshOlderThan(seq);
    },
    onResync: () => {
      void queryClient.invalidateQueries();
      toast.info(i18n.t('common:live.reloaded'));
    },
    onSessionEnded: () => endSession('ended'),
  });
  const wake = () => client.wake();
  const sleep = () => client.sleep();
  const onVisible = () => {
    if (!document.hidden) client.wake();
  };
  addEventListener('online', wake);
  addEventListener('offline', sleep);
  document.addEventListener('visibilitychange', onVisible);
  line = client;
  client.start();
  return () => {
    line = null;
    removeEventListener('online', wake);
    removeEventListener('offline', sleep);
    document.removeEventListener('visibilitychange', onVisible);
    client.stop();
  };
}
