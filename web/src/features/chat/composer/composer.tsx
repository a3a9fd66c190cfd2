import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Chat, ChatMessage } from '@/lib/api';
import { useSession } from '@/lib/auth/session';
import { GAP } from '@/lib/canned/api';
import { cx } from '@/lib/cx';
import { useShortcut } from '@/lib/shortcuts';
import { useUploads } from '@/lib/uploads/use-uploads';
import { useColleagues } from '../choices';
import { useDrop } from '../files/attach';
import { UploadList } from '../files/upload-list';
import { useChatPart } from '../store/chats';
import { post, queuedIn, useChatOutbox } from '../store/outbox';
import { threadOf } from '../store/threads';
import { type ChatRights, useRights } from '../thread/rights';
import { beganAs, beginAs, forgetBegun } from './begun';
import { Held } from './held';
import { insertAt } from './insert';
import { mentionedIn } from './mentions';
import { Replying } from './replying';
import { Tools } from './tools';
import { useChatDraft } from './use-chat-draft';
import { useTypingNews } from './use-typing-news';
import { WriteField } from './write-field';

export type Mode = 'reply' | 'note';

interface ComposerProps {
  chat: Chat;
  replyTo: ChatMessage | null;
  onReplyTo: (message: ChatMessage | null) => void;
}

/** Writes to the customer, or a note that only colleagues see. */
export function Composer(props: ComposerProps) {
  const { t } = useTranslation('chat');
  const rights = useRights(props.chat);
  const isGone = useChatPart(props.chat.id, (entry) => entry?.gone ?? false);
  if (!rights.answer && !rights.note) {
    return (
      <p role="status" className="border-t border-line p-3 text-sm text-ink-2">
        {t(isGone ? 'composer.gone' : 'composer.read_only')}
      </p>
    );
  }
  return <Writer {...props} rights={rights} />;
}

function Writer({ chat, replyTo, onReplyTo, rights }: ComposerProps & { rights: ChatRights }) {
  const { t } = useTranslation('chat');
  const user = useSession((state) => state.user?.id ?? 0);
  const field = useRef<HTMLTextAreaElement>(null);
  const [wanted, setWanted] = useState<Mode>('reply');
  const mode: Mode = rights.answer ? wanted : 'note';
  const draft = useChatDraft(`chat-draft:${user}:${chat.id}:${mode}`);
  const typing = useTypingNews(chat.id);
  const uploads = useUploads('chat');
  const drop = useDrop(mode === 'reply', uploads.add);
  const people = useColleagues(mode === 'note');
  const held = useChatOutbox((outbox) =>
    queuedIn(chat.id)(outbox).find(({ phase }) => phase === 'held'),
  );
  const turnTo = (next: Mode) => {
    setWanted(next);
    field.current?.focus();
  };
  useShortcut('chat.reply', () => turnTo('reply'), rights.answer);
  useShortcut('chat.note', () => turnTo('note'), rights.note);
  useEffect(() => {
    if (replyTo) field.current?.focus();
  }, [replyTo]);

  const openCanned = () => {
    const before = draft.text.slice(0, field.current?.selectionStart ?? draft.text.length);
    const sign = before === '' || /\s$/u.test(before) ? '/' : ' /';
    insertAt(field.current, draft.text, sign, draft.change);
  };
  useShortcut('chat.canned', openCanned, mode === 'reply');

  const send = useCallback(() => {
    const content = draft.text.trim();
    const isNote = mode === 'note';
    const cannedId = isNote ? null : beganAs(chat.id);
    if (cannedId !== null && content.includes(GAP)) return selectGap(field.current);
    const withFiles = !isNote && uploads.list.length > 0;
    if (withFiles ? !uploads.ready : !content) return;
    draft.clear();
    if (!isNote) forgetBegun(chat.id);
    typing.stop();
    onReplyTo(null);
    void post({
      chatId: chat.id,
      kind: isNote ? 'note' : 'text',
      content,
      replyTo: isNote ? null : quoteOf(replyTo),
      mentions: isNote ? mentionedIn(content, people) : [],
      files: isNote ? [] : uploads.take(),
      ...(cannedId === null ? {} : { cannedId }),
      seenSeq: threadOf(chat.id).getState().messages.at(-1)?.seq ?? 0,
    });
  }, [chat.id, draft, mode, onReplyTo, people, replyTo, typing, uploads]);

  const takeBack = (content: string) => {
    draft.change(draft.text ? `${content}\n${draft.text}` : content);
    turnTo('reply');
  };
  const isOpen = mode === 'reply' && beganAs(chat.id) !== null && draft.text.includes(GAP);
  const hasFiles = mode === 'reply' && uploads.list.length > 0;
  const canSend = !isOpen && (hasFiles ? uploads.ready : draft.text.trim() !== '');
  return (
    <div
      {...drop.handlers}
      className={cx(
        'border-t border-line',
        mode === 'note' ? 'bg-note' : drop.isOver ? 'bg-selected' : 'bg-surface',
      )}
    >
      {held && <Held held={held} onEdit={takeBack} />}
      {!rights.answer && <p className="px-4 pt-2 text-xs text-ink-2">{t(hintOf(chat))}</p>}
      <Modes mode={mode} rights={rights} onChange={turnTo} />
      {replyTo && mode === 'reply' && <Replying message={replyTo} onDrop={() => onReplyTo(null)} />}
      {mode === 'reply' && <UploadList uploads={uploads} />}
      <WriteField
        ref={field}
        mode={mode}
        chatId={chat.id}
        text={draft.text}
        onChange={(text) => {
          draft.change(text);
          if (text === '' && mode === 'reply') forgetBegun(chat.id);
          if (mode === 'reply') typing.noteInput(text);
        }}
        onSend={send}
        onLeave={() => onReplyTo(null)}
        onFiles={uploads.add}
        onCanned={({ id }) => beginAs(chat.id, id)}
      />
      {isOpen && <GapHint />}
      <Tools
        field={field}
        mode={mode}
        text={draft.text}
        onChange={draft.change}
        uploads={uploads}
        onCanned={openCanned}
        canSend={canSend}
        onSend={send}
      />
    </div>
  );
}

/** A gap that a response left: sending waits until something stands there. */
function GapHint() {
  const { t } = useTranslation('chat');
  return (
    <p role="status" className="px-4 pb-1 text-xs text-warning">
      {t('canned.fill_in', { gap: GAP })}
    </p>
  );
}

function selectGap(field: HTMLTextAreaElement | null): void {
  const at = field?.value.indexOf(GAP) ?? -1;
  field?.focus();
  if (at >= 0) field?.setSelectionRange(at, at + GAP.length);
}

function quoteOf(message: ChatMessage | null): ChatMessage['reply_to'] {
  if (!message) return null;
  const { seq, speaker, content } = message;
  return { seq, speaker, preview: content.slice(0, 120) };
}

/* Why one cannot write to the customer now. */
function hintOf({ state, agent }: Chat) {
  if (state === 'waiting' || state === 'offered') return 'composer.claim_first' as const;
  if (state === 'active' && agent) return 'composer.others' as const;
  return 'composer.over' as const;
}

interface ModesProps {
  mode: Mode;
  rights: ChatRights;
  onChange: (mode: Mode) => void;
}

function Modes({ mode, rights, onChange }: ModesProps) {
  const { t } = useTranslation('chat');
  const shown = [
    ...(rights.answer ? (['reply'] as const) : []),
    ...(rights.note ? (['note'] as const) : []),
  ];
  return (
    <fieldset className="flex gap-1 px-3 pt-2">
      <legend className="sr-only">{t('composer.modes')}</legend>
      {shown.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={mode === one}
          onClick={() => onChange(one)}
          className={cx(
            'h-7 rounded-md px-2 text-sm pointer-coarse:h-11',
            mode === one ? looks[one] : 'text-ink-2 hover:bg-sunken hover:text-ink',
          )}
        >
          {t(`composer.${one}`)}
        </button>
      ))}
    </fieldset>
  );
}

const looks: Record<Mode, string> = {
  reply: 'bg-selected font-semibold text-accent',
  note: 'bg-warning-bg font-semibold text-warning',
};
