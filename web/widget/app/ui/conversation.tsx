import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { isOver, wasAnswered } from '../state';
import type { Details, WidgetMessage } from '../types';
import { Uploads } from '../uploads';
import { Composer } from './composer';
import { useChatState, useSurroundings } from './context';
import { Log } from './log';
import { Rating } from './rating';

function useUploads(): Uploads {
  const { chat } = useSurroundings();
  const [, redraw] = useState(0);
  const [uploads] = useState(() => new Uploads(chat.api, () => redraw((count) => count + 1)));
  useEffect(() => () => uploads.stop(), [uploads]);
  return uploads;
}

interface ConversationProps {
  field: RefObject<HTMLTextAreaElement | null>;
  /** With these the first message begins a chat. */
  begin: Details | null;
}

export function Conversation({ field, begin }: ConversationProps) {
  const { t } = useSurroundings();
  const state = useChatState();
  const uploads = useUploads();
  const [reply, setReply] = useState<WidgetMessage | null>(null);
  const [over, setOver] = useState(false);
  const takes = !begin && !isOver(state);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: files that are dropped can be chosen by a button too
    <div
      class="conversation"
      onDragOver={(event) => {
        if (!takes || !event.dataTransfer?.types.includes('Files')) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false);
        if (!takes || !event.dataTransfer?.files.length) return;
        event.preventDefault();
        uploads.add(event.dataTransfer.files, state.settings?.fileBytesMax ?? 0);
      }}
    >
      <Log onReply={setReply} />
      <Standing />
      {isOver(state) ? (
        <Ending />
      ) : (
        <Composer field={field} uploads={uploads} reply={reply} onReply={setReply} begin={begin} />
      )}
      {over && <p class="drop">{t('drop')}</p>}
    </div>
  );
}

/** How it stands, when it is not as it should be: the line, or nobody there. */
function Standing() {
  const { t } = useSurroundings();
  const { connection, chat, settings, visitor } = useChatState();
  const lost = connection === 'lost';
  const later = chat?.state === 'waiting' && !settings?.openNow;
  const blocked = visitor?.blocked;
  return (
    <p class="standing" role="status">
      {lost ? t('lost') : blocked ? t('blocked') : later ? t('later') : ''}
    </p>
  );
}

function Ending() {
  const { chat, t } = useSurroundings();
  const state = useChatState();
  const rating = state.chat?.rating ?? null;
  return (
    <div class="ending">
      <p role="status">{rating === null ? t('over') : t('rate_thanks')}</p>
      {rating === null && wasAnswered(state) && <Rating />}
      <button type="button" class="secondary" onClick={() => chat.putAway()}>
        {t('new_chat')}
      </button>
    </div>
  );
}
