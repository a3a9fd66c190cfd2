import { MessageSquareQuote, SendHorizontal, Settings2, Smile } from 'lucide-react';
import { type RefObject, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { lazyDialog } from '@/components/ui/lazy-dialog';
import { Menu, MenuItem, MenuLabel } from '@/components/ui/menu';
import { Popover } from '@/components/ui/popover';
import { usePreferences } from '@/lib/preferences';
import { useKeys } from '@/lib/shortcuts';
import type { Uploads } from '@/lib/uploads/use-uploads';
import { Attach } from '../files/attach';
import { Voice } from '../files/voice';
import type { Mode } from './composer';
import { insertAt } from './insert';

interface EmojisProps {
  onPick: (emoji: string) => void;
  onClose: () => void;
}

const EmojiPicker = lazyDialog(async () => {
  const [{ EmojiPicker: Picker }, { default: data }] = await Promise.all([
    import('./emoji-picker'),
    import('./emoji/data.json'),
  ]);
  return (props: EmojisProps) => <Picker data={data} {...props} />;
});

interface ToolsProps {
  field: RefObject<HTMLTextAreaElement | null>;
  mode: Mode;
  text: string;
  onChange: (text: string) => void;
  uploads: Uploads;
  /** Begins to look for a ready-made response. */
  onCanned: () => void;
  canSend: boolean;
  onSend: () => void;
}

/** Below the field: files, voice, emoji, ready-made responses, how to send, and sending. */
export function Tools({
  field,
  mode,
  text,
  onChange,
  uploads,
  onCanned,
  canSend,
  onSend,
}: ToolsProps) {
  const { t } = useTranslation('chat');
  const enterSends = usePreferences((preferences) => preferences.chatEnterSends);
  const cannedKeys = useKeys('chat.canned');
  return (
    <div className="flex items-center gap-0.5 p-2">
      {mode === 'reply' && <Attach onFiles={uploads.add} />}
      {mode === 'reply' && <Voice onRecorded={(blob, name) => uploads.add([{ blob, name }])} />}
      <Emoji onPick={(emoji) => insertAt(field.current, text, emoji, onChange)} />
      {mode === 'reply' && (
        <IconButton
          icon={MessageSquareQuote}
          label={t('canned.title')}
          shortcut={cannedKeys}
          onClick={onCanned}
        />
      )}
      <SendKeys />
      <Button
        variant="primary"
        icon={SendHorizontal}
        flipIcon
        shortcut={enterSends ? 'Enter' : 'Mod+Enter'}
        aria-disabled={!canSend}
        onClick={() => {
          if (canSend) onSend();
          field.current?.focus();
        }}
        className="ms-auto"
      >
        {t(mode === 'note' ? 'composer.add_note' : 'composer.send')}
      </Button>
    </div>
  );
}

function Emoji({ onPick }: { onPick: (emoji: string) => void }) {
  const { t } = useTranslation('chat');
  const [isOpen, setIsOpen] = useState(false);
  const close = useCallback(() => setIsOpen(false), []);
  return (
    <Popover
      label={t('emoji.title')}
      open={isOpen}
      onOpenChange={setIsOpen}
      align="start"
      className="flex w-80 max-w-[calc(100vw-1rem)] flex-col overflow-hidden"
      trigger={<IconButton icon={Smile} label={t('emoji.title')} />}
    >
      <EmojiPicker
        onClose={close}
        onPick={(emoji) => {
          close();
          onPick(emoji);
        }}
      />
    </Popover>
  );
}

/** What Enter does: a new line, or sending. */
function SendKeys() {
  const { t } = useTranslation('chat');
  const { chatEnterSends, set } = usePreferences();
  return (
    <Menu align="start" trigger={<IconButton icon={Settings2} label={t('composer.settings')} />}>
      <MenuLabel>{t('composer.sends_with')}</MenuLabel>
      <MenuItem checked={!chatEnterSends} onSelect={() => set({ chatEnterSends: false })}>
        {t('composer.control_enter')}
      </MenuItem>
      <MenuItem checked={chatEnterSends} onSelect={() => set({ chatEnterSends: true })}>
        {t('composer.enter')}
      </MenuItem>
    </Menu>
  );
}
