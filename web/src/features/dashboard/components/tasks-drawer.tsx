import { useTranslation } from 'react-i18next';
import { Drawer } from '@/components/ui/drawer';
import { CallbackTasks } from './callback-tasks';
import { FollowUpTasks } from './follow-up-tasks';

export type TasksKind = 'callbacks' | 'follow_ups';

interface TasksDrawerProps {
  kind: TasksKind;
  onClose: () => void;
  onOpen: (order: number) => void;
}

/** What was promised to customers: calls at a time, and follow-ups. */
export function TasksDrawer({ kind, onClose, onOpen }: TasksDrawerProps) {
  const { t } = useTranslation('dashboard');
  return (
    <Drawer
      open
      onClose={onClose}
      title={kind === 'callbacks' ? t('callbacks.title') : t('follow_ups.title')}
    >
      {kind === 'callbacks' ? <CallbackTasks onOpen={onOpen} /> : <FollowUpTasks onOpen={onOpen} />}
    </Drawer>
  );
}
