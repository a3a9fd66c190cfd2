import type { Outgoing } from '../outbox';
import type { Replied, WidgetMessage } from '../types';
import { useChatState, useSurroundings } from './context';
import { Files } from './files';
import { ReplyIcon } from './icons';
import { Written } from './written';

function Quote({ reply }: { reply: Replied }) {
  const { t } = useSurroundings();
  return (
    <blockquote class="quote" dir="auto">
      {reply.speaker === 'customer' && <b>{t('you')}: </b>}
      {reply.preview}
    </blockquote>
  );
}

interface BubbleProps {
  message: WidgetMessage;
  /** The first of several of one person: it says who. */
  first: boolean;
  /** The last one of the customer: it says how far it came. */
  receipt: boolean;
  onReply: ((message: WidgetMessage) => void) | null;
}

export function Bubble({ message, first, receipt, onReply }: BubbleProps) {
  const { t, format } = useSurroundings();
  const { speaker, name, content, files, reply_to: reply, sent_at, edited_at } = message;
  const own = speaker === 'customer';
  const who = own ? t('you') : speaker === 'bot' ? t('automatic') : name;
  return (
    <li class={own ? 'message own' : 'message'} data-seq={message.seq}>
      {first && !own && who && <bdi class="who">{who}</bdi>}
      <div class="row">
        <div class="bubble">
          {own && <span class="unseen">{who}: </span>}
          {reply && <Quote reply={reply} />}
          {content && <Written text={content} />}
          <Files files={files} />
        </div>
        {onReply && (
          <button
            type="button"
            class="plain small deed"
            aria-label={`${t('reply')}: ${content.slice(0, 60)}`}
            title={t('reply')}
            onClick={() => onReply(message)}
          >
            <ReplyIcon />
          </button>
        )}
      </div>
      <p class="meta">
        <time dateTime={sent_at}>{format.time(sent_at)}</time>
        {edited_at && <span> · {t('edited')}</span>}
        {receipt && <Receipt seq={message.seq} />}
      </p>
    </li>
  );
}

function Receipt({ seq }: { seq: number }) {
  const { t } = useSurroundings();
  const { chat } = useChatState();
  const read = (chat?.read_seq ?? 0) >= seq;
  const delivered = (chat?.delivered_seq ?? 0) >= seq;
  return <span> · {t(read ? 'read' : delivered ? 'delivered' : 'sent')}</span>;
}

/** One that the server does not have yet, or did not take. */
export function OutgoingBubble({ message }: { message: Outgoing }) {
  const { chat, t } = useSurroundings();
  const { content, files, reply, refused } = message;
  return (
    <li class="message own" data-outgoing>
      <div class="row">
        <div class={refused === null ? 'bubble pending' : 'bubble pending refused'}>
          <span class="unseen">{t('you')}: </span>
          {reply && <Quote reply={reply} />}
          {content && <Written text={content} />}
          <Files files={files} />
        </div>
      </div>
      {refused === null ? (
        <p class="meta">{t('sending')}</p>
      ) : (
        <p class="meta wrong" role="alert">
          {t('not_sent')} {refused}{' '}
          <button type="button" class="text" onClick={() => chat.retry(message)}>
            {t('retry')}
          </button>{' '}
          <button type="button" class="text" onClick={() => chat.discard(message)}>
            {t('discard')}
          </button>
        </p>
      )}
    </li>
  );
}
