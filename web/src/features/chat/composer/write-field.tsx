import { type KeyboardEvent, type Ref, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Rendered } from '@/lib/canned/api';
import { usePreferences } from '@/lib/preferences';
import { CannedList } from './canned-list';
import type { Mode } from './composer';
import { MentionList, useMentions } from './mention-list';
import { ARABIC_SLASH } from './slash';
import { useCanned } from './use-canned';

interface WriteFieldProps {
  ref: Ref<HTMLTextAreaElement>;
  mode: Mode;
  chatId: number;
  text: string;
  onChange: (text: string) => void;
  onSend: () => void;
  onLeave: () => void;
  /** What was pasted: a picture of the screen, say. */
  onFiles: (files: Iterable<File>) => void;
  /** A ready-made response stands in the field now. */
  onCanned: (rendered: Rendered) => void;
}

/** The field itself: it grows with the text, and knows when Enter means "send". */
export function WriteField({
  ref,
  mode,
  chatId,
  text,
  onChange,
  onSend,
  onLeave,
  onFiles,
  onCanned,
}: WriteFieldProps) {
  const { t } = useTranslation('chat');
  const enterSends = usePreferences((preferences) => preferences.chatEnterSends);
  const own = useRef<HTMLTextAreaElement>(null);
  const [caret, setCaret] = useState(0);
  const mentions = useMentions({ isOn: mode === 'note', text, caret, onChange, field: own });
  const canned = useCanned({
    isOn: mode === 'reply',
    chatId,
    text,
    caret,
    onChange,
    onTaken: onCanned,
    field: own,
  });

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>) {
    // An input method ends its own word with Enter.
    if (event.nativeEvent.isComposing || mentions.takeKey(event) || canned.takeKey(event)) return;
    if (event.code === 'Slash' && event.key === ARABIC_SLASH && text === '')
      canned.noteArabicSlash();
    if (event.key === 'Escape') {
      onLeave();
      event.currentTarget.blur();
      return;
    }
    const withControl = event.ctrlKey || event.metaKey;
    const sends = event.key === 'Enter' && (withControl || (enterSends && !event.shiftKey));
    if (!sends || event.altKey || (withControl && event.shiftKey)) return;
    event.preventDefault();
    onSend();
  }

  const follow = (field: HTMLTextAreaElement) => setCaret(field.selectionStart);
  return (
    <div className="relative">
      <MentionList mentions={mentions} />
      <CannedList canned={canned} chatId={chatId} />
      <textarea
        ref={(field) => {
          own.current = field;
          if (typeof ref === 'function') ref(field);
          else if (ref) ref.current = field;
        }}
        dir="auto"
        rows={2}
        maxLength={4000}
        aria-label={t(mode === 'note' ? 'composer.note_label' : 'composer.reply_label')}
        aria-describedby="composer-keys"
        {...mentions.aria}
        {...canned.aria}
        placeholder={t(mode === 'note' ? 'composer.note_hint' : 'composer.reply_hint')}
        value={text}
        onChange={(event) => {
          onChange(event.target.value);
          follow(event.target);
        }}
        onSelect={(event) => follow(event.currentTarget)}
        onKeyDown={onKeyDown}
        onPaste={(event) => {
          const files = [...event.clipboardData.files];
          if (files.length === 0 || mode === 'note') return;
          event.preventDefault();
          onFiles(files);
        }}
        className="thin match block max-h-48 min-h-14 w-full resize-none field-sizing-content bg-transparent px-4 py-2 text-base -outline-offset-2"
      />
      <span id="composer-keys" className="sr-only">
        {t(enterSends ? 'composer.keys_enter' : 'composer.keys_control')}
      </span>
    </div>
  );
}
