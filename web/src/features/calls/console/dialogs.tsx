import { ask, useDoing } from './doing';
import { EndDialog } from './end-dialog';
import { TransferDialog } from './transfer-dialog';

/** What is being asked about a call. */
export function Dialogs() {
  const doing = useDoing((state) => state.doing);
  if (!doing) return null;
  const close = () => ask(null);
  if (doing.action === 'end') return <EndDialog call={doing.call} onClose={close} />;
  return <TransferDialog call={doing.call} onClose={close} />;
}
