import { useEffect } from 'react';
import { lazyDialog } from '@/components/ui/lazy-dialog';
import { afterPaint } from '@/lib/after-paint';
import { closeOrderDialog, useOrderDialogs } from './order-dialogs-store';
import type { OrderPanelProps } from './order-panel';

/* Details and dialogs are no part of the first paint: their code comes right behind it. */
const Panel = lazyDialog(async () => (await import('./order-panel')).OrderPanel);
const Dialogs = lazyDialog(async () => (await import('./order-dialogs')).OrderDialogs);

const PRELOAD_AFTER_MS = 5_000;

/* Long after the page stands: a line that is lost later takes no dialog away. */
function preloadLater(): ReturnType<typeof setTimeout> {
  const preload = async () => (await import('./order-dialogs')).preloadLaterDialogs();
  return setTimeout(() => void preload().catch(() => {}), PRELOAD_AFTER_MS);
}

/** The details of the order with that id, of none with null. */
export function OrderPanel({ id, ...rest }: Omit<OrderPanelProps, 'id'> & { id: number | null }) {
  useEffect(() => afterPaint(Panel.preload), []);
  return id !== null && <Panel id={id} {...rest} />;
}

/** The one place where dialogs about orders appear; each page that works with orders has it once. */
export function OrderDialogs() {
  const open = useOrderDialogs(({ dialog, conflicts }) => dialog !== null || conflicts.length > 0);
  useEffect(() => {
    const cancel = afterPaint(Dialogs.preload);
    const timer = preloadLater();
    return () => {
      cancel();
      clearTimeout(timer);
      closeOrderDialog();
    };
  }, []);
  return open && <Dialogs onClose={closeOrderDialog} />;
}
