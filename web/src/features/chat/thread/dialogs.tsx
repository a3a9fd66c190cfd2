import { create } from 'zustand';
import { lazyDialog } from '@/components/ui/lazy-dialog';
import { useChat } from '../store/chats';

const TransferDialog = lazyDialog(async () => (await import('./transfer-dialog')).TransferDialog);
const TagsDialog = lazyDialog(async () => (await import('./tags-dialog')).TagsDialog);
const BlockDialog = lazyDialog(async () => (await import('./block-dialog')).BlockDialog);
const IdentityDialog = lazyDialog(
  async () => (await import('../customer/identity-dialog')).IdentityDialog,
);

interface Asked {
  kind: 'transfer' | 'tags' | 'block' | 'identity';
  id: number;
}

interface DialogStore {
  asked: Asked | null;
  open: (asked: Asked) => void;
  close: () => void;
}

/** Keys, buttons and menus open the same dialogs. */
export const useChatDialogs = create<DialogStore>()((set) => ({
  asked: null,
  open: (asked) => set({ asked }),
  close: () => set({ asked: null }),
}));

export function ChatDialogs() {
  const { asked, close } = useChatDialogs();
  return asked && <Asked key={`${asked.kind}-${asked.id}`} asked={asked} onClose={close} />;
}

function Asked({ asked, onClose }: { asked: Asked; onClose: () => void }) {
  const chat = useChat(asked.id);
  if (!chat) return null;
  switch (asked.kind) {
    case 'transfer':
      return <TransferDialog chat={chat} onClose={onClose} />;
    case 'tags':
      return <TagsDialog chat={chat} onClose={onClose} />;
    case 'block':
      return <BlockDialog chat={chat} onClose={onClose} />;
    case 'identity':
      return <IdentityDialog chat={chat} onClose={onClose} />;
  }
}
