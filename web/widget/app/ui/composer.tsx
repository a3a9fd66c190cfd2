import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Details, Replied, WidgetMessage } from '../types';
import type { Uploads } from '../uploads';
import { useChatState, useSurroundings } from './context';
import { EmojiPicker } from './emoji-picker';
import { ClipIcon, CloseIcon, SendIcon, SmileIcon } from './icons';
import { UploadList } from './upload-list';

export const MESSAGE_MOST = 4_000;

interface ComposerProps {
  field: RefObject<HTMLTextAreaElement | null>;
  uploads: Uploads;
  reply: WidgetMessage | null;
  onReply: (reply: WidgetMessage | null) => void;
  /** The message begins a chat, which takes no files. */
  begin: Details | null;
}

function repliedOf(message: WidgetMessage | null): Replied | null {
  if (!message) return null;
  const { seq, speaker, content, files } = message;
  return { seq, speaker, preview: (content || files[0]?.name || '').slice(0, 120) };
}

/* A finger's keyboard has no other way to a new line. */
const enterSends = () => !matchMedia('(pointer: coarse)').matches;

export function Composer({ field, uploads, reply, onReply, begin }: ComposerProps) {
  const { chat, t } = useSurroundings();
  const bytesMost = useChatState().settings?.fileBytesMax ?? 0;
  const [text, setText] = useState(() => chat.storage.get('draft') ?? '');
  const [picking, setPicking] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const change = (next: string) => {
    setText(next);
    chat.storage.set('draft', next || null);
    if (!begin) chat.typist.typed();
  };
  const { quietly } = useChatState();
  // biome-ignore lint/correctness/useExhaustiveDependencies: when it comes, and when one answers
  useEffect(() => {
    if (!quietly || reply) field.current?.focus({ preventScroll: true });
  }, [reply]);
  const ready = uploads.ready && (text.trim() !== '' || uploads.list.length > 0);
  const send = () => {
    if (!ready) return;
    const files = uploads.take();
    chat.send({
      content: text.trim(),
      files,
      reply: repliedOf(reply),
      begin,
      offline: false,
    });
    setText('');
    chat.storage.set('draft', null);
    onReply(null);
    setPicking(false);
    field.current?.focus();
  };
  const insert = (emoji: string) => {
    const element = field.current;
    const at = element?.selectionStart ?? text.length;
    const end = element?.selectionEnd ?? at;
    change(text.slice(0, at) + emoji + text.slice(end));
    setPicking(false);
    requestAnimationFrame(() => {
      element?.focus();
      element?.setSelectionRange(at + emoji.length, at + emoji.length);
    });
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {reply && (
        <div class="replying">
          <span class="cut" dir="auto">
            <b>
              {t('replying', {
                name: reply.speaker === 'customer' ? t('you') : (reply.name ?? t('automatic')),
              })}
            </b>
            <br />
            {repliedOf(reply)?.preview}
          </span>
          <button
            type="button"
            class="plain small"
            aria-label={t('no_reply')}
            onClick={() => onReply(null)}
          >
            <CloseIcon />
          </button>
        </div>
      )}
      <UploadList uploads={uploads} />
      {picking && (
        <EmojiPicker
          onChoose={insert}
          onClose={() => {
            setPicking(false);
            field.current?.focus();
          }}
        />
      )}
      <div class="write">
        <textarea
          ref={field}
          rows={1}
          dir="auto"
          maxLength={MESSAGE_MOST}
          aria-label={t('write')}
          placeholder={t('write')}
          value={text}
          onInput={(event) => change(event.currentTarget.value)}
          onBlur={() => chat.typist.stop()}
          onKeyDown={(event) => {
            // While a word is being chosen, Enter chooses it.
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
            if (!enterSends()) return;
            event.preventDefault();
            send();
          }}
          onPaste={(event) => {
            const files = event.clipboardData?.files;
            if (!files?.length || begin) return;
            event.preventDefault();
            uploads.add(files, bytesMost);
          }}
        />
        <button
          type="button"
          class="plain"
          aria-label={t('emoji')}
          aria-expanded={picking}
          title={t('emoji')}
          onClick={() => setPicking(!picking)}
        >
          <SmileIcon />
        </button>
        {!begin && (
          <>
            <button
              type="button"
              class="plain"
              aria-label={t('attach')}
              title={t('attach')}
              onClick={() => input.current?.click()}
            >
              <ClipIcon />
            </button>
            <input
              ref={input}
              type="file"
              multiple
              hidden
              onChange={(event) => {
                uploads.add(event.currentTarget.files ?? [], bytesMost);
                event.currentTarget.value = '';
              }}
            />
          </>
        )}
        <button type="submit" class="send" aria-label={t('send')} aria-disabled={!ready}>
          <SendIcon />
        </button>
      </div>
    </form>
  );
}
