import { useState } from 'react';
import { lazyDialog } from '@/components/ui/lazy-dialog';
import type { Order } from '@/lib/api';
import { readEntry, useEntry } from '@/lib/orders/entries';
import { applyStatus } from './apply-status';
import { ConflictDialog } from './conflict-dialog';
import { NoteDialog } from './note-dialog';
import { closeOrderDialog, type OrderDialog, useOrderDialogs } from './order-dialogs-store';
import { OrderLine } from './order-line';
import { StatusDialog } from './status-dialog';
import { useOrder } from './use-order';

// What is opened less often comes after the page, or when it is first opened.
const CallDialog = lazyDialog(async () => (await import('./call-dialog')).CallDialog);
const CallbackDialog = lazyDialog(async () => (await import('./callback-dialog')).CallbackDialog);
const BulkDialog = lazyDialog(async () => (await import('./bulk-dialog')).BulkDialog);
const ReassignDialog = lazyDialog(async () => (await import('./reassign-dialog')).ReassignDialog);
const InteractionDialog = lazyDialog(
  async () => (await import('./interaction-dialog')).InteractionDialog,
);
const RatingRequestDialog = lazyDialog(
  async () => (await import('./rating-request-dialog')).RatingRequestDialog,
);
const EscalateDialog = lazyDialog(async () => (await import('./escalate-dialog')).EscalateDialog);
const ComplaintDialog = lazyDialog(
  async () => (await import('./complaint-dialog')).ComplaintDialog,
);
const MessageDialog = lazyDialog(async () => (await import('./message-dialog')).MessageDialog);
const ModifyDialog = lazyDialog(async () => (await import('./modify-dialog')).ModifyDialog);

const laterDialogs = [
  CallDialog,
  CallbackDialog,
  MessageDialog,
  InteractionDialog,
  ModifyDialog,
  ReassignDialog,
  BulkDialog,
  EscalateDialog,
  ComplaintDialog,
  RatingRequestDialog,
];

export function preloadLaterDialogs(): void {
  for (const dialog of laterDialogs) dialog.preload();
}

/** What is open of them: see on-demand.tsx, which pages use. */
export function OrderDialogs() {
  const dialog = useOrderDialogs((state) => state.dialog);
  const conflict = useOrderDialogs((state) => state.conflicts[0]);
  return (
    <>
      {dialog && 'ids' in dialog && <ManyDialog key={dialog.kind} dialog={dialog} />}
      {dialog && 'id' in dialog && <OneDialog key={keyOf(dialog)} dialog={dialog} />}
      {conflict && !dialog && (
        <ConflictDialog
          key={`${conflict.base.id}:${conflict.theirs.version}`}
          conflict={conflict}
        />
      )}
    </>
  );
}

function keyOf(dialog: Extract<OrderDialog, { id: number }>): string {
  const refused = dialog.kind === 'status' && dialog.problem ? dialog.problem.requestId : '';
  return `${dialog.kind}:${dialog.id}:${refused}`;
}

function ManyDialog({ dialog }: { dialog: Extract<OrderDialog, { ids: number[] }> }) {
  // As they were when the dialog opened: that is what the person decided on.
  const [orders] = useState(() =>
    dialog.ids
      .map((id) => readEntry(id)?.order)
      .filter((order): order is Order => order !== undefined),
  );
  if (dialog.kind === 'bulk') return <BulkDialog orders={orders} onClose={closeOrderDialog} />;
  return <ReassignDialog orders={orders} self={dialog.self} onClose={closeOrderDialog} />;
}

function OneDialog({ dialog }: { dialog: Extract<OrderDialog, { id: number }> }) {
  const known = useEntry(dialog.id)?.order;
  // A callback or a link names an order that no list on this page has loaded.
  useOrder(known ? null : dialog.id);
  if (!known) return null;
  switch (dialog.kind) {
    case 'status':
      return (
        <StatusDialog
          order={known}
          preset={dialog.preset}
          problem={dialog.problem}
          onClose={closeOrderDialog}
          onSubmit={(change, base) => {
            closeOrderDialog();
            void applyStatus(base, change);
          }}
        />
      );
    case 'call':
      return <CallDialog order={known} number={dialog.number} onClose={closeOrderDialog} />;
    case 'sms':
    case 'email':
      return <MessageDialog order={known} channel={dialog.kind} onClose={closeOrderDialog} />;
    case 'note':
      return <NoteDialog order={known} onClose={closeOrderDialog} />;
    case 'modify':
      return <ModifyDialog order={known} onClose={closeOrderDialog} />;
    case 'callback':
      return <CallbackDialog order={known} onClose={closeOrderDialog} />;
    default:
      return <LaterDialog kind={dialog.kind} order={known} />;
  }
}

interface LaterDialogProps {
  kind: 'interaction' | 'rating_request' | 'escalate' | 'complaint';
  order: Order;
}

function LaterDialog({ kind, order }: LaterDialogProps) {
  switch (kind) {
    case 'interaction':
      return <InteractionDialog order={order} onClose={closeOrderDialog} />;
    case 'rating_request':
      return <RatingRequestDialog order={order} onClose={closeOrderDialog} />;
    case 'complaint':
      return <ComplaintDialog order={order} onClose={closeOrderDialog} />;
    case 'escalate':
      return (
        <EscalateDialog
          subject={{ type: 'order', id: order.id, code: order.short_code }}
          onClose={closeOrderDialog}
        >
          <OrderLine order={order} />
        </EscalateDialog>
      );
  }
}
