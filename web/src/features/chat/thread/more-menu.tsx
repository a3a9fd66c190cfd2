import { ArrowRightLeft, Ban, Braces, FileCode, FileText, Tags, Undo2 } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '@/components/ui/menu';
import type { Chat } from '@/lib/api';
import { useKeys } from '@/lib/shortcuts';
import { transcriptUrl } from '../api';
import { useDeed } from '../use-deed';
import { useChatDialogs } from './dialogs';
import { useRights } from './rights';

const formats = [
  ['html', FileCode],
  ['txt', FileText],
  ['json', Braces],
] as const;

/** What is done less often: tags, blocking, and taking the conversation along. */
export function MoreMenu({ chat, trigger }: { chat: Chat; trigger: ReactElement }) {
  const { t, i18n } = useTranslation('chat');
  const rights = useRights(chat);
  const ask = useChatDialogs((dialogs) => dialogs.open);
  const unblock = useDeed('unblock');
  const tagKeys = useKeys('chat.tags');
  const { id } = chat;
  return (
    <Menu trigger={trigger}>
      {rights.transfer && (
        <MenuItem icon={ArrowRightLeft} onSelect={() => ask({ kind: 'transfer', id })}>
          {t('deed.transfer')}
        </MenuItem>
      )}
      {rights.tag && (
        <MenuItem icon={Tags} shortcut={tagKeys} onSelect={() => ask({ kind: 'tags', id })}>
          {t('deed.tags')}
        </MenuItem>
      )}
      <MenuLabel>{t('deed.transcript')}</MenuLabel>
      {formats.map(([format, icon]) => (
        <MenuItem
          key={format}
          icon={icon}
          onSelect={() => location.assign(transcriptUrl(id, format, i18n.language))}
        >
          {t(`transcript.${format}`)}
        </MenuItem>
      ))}
      {rights.block && <MenuSeparator />}
      {rights.block && !chat.customer.blocked && (
        <MenuItem icon={Ban} tone="danger" onSelect={() => ask({ kind: 'block', id })}>
          {t('deed.block')}
        </MenuItem>
      )}
      {rights.block && chat.customer.blocked && (
        <MenuItem icon={Undo2} onSelect={() => unblock.mutate({ id })}>
          {t('deed.unblock')}
        </MenuItem>
      )}
    </Menu>
  );
}
