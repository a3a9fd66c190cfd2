import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { OrderStatusChip } from '@/components/ui/state-chip';
import { type ApiError, errorText, type Order, type StatusChange } from '@/lib/api';
import { useSession } from '@/lib/auth/session';
import { movesFrom } from '@/lib/orders/status';
import { isTyping } from '@/lib/shortcuts/registry';
import { type OrderStatus, orderState } from '@/lib/states';
import { useDraft } from '@/lib/storage/use-draft';
import { postponeHours } from './call-policies';
import { OrderLine } from './order-line';
import { changeOf, checkDraft, type DraftErrors, draftOf, errorsFrom } from './status-draft';
import { StatusFields } from './status-fields';
import { StatusRadios, statusOfKey } from './status-radios';

interface StatusDialogProps {
  order: Order;
  preset?: Partial<StatusChange>;
  /** Why the server refused what is in `preset`. */
  problem?: ApiError;
  /** `base` is the order as it was when the dialog opened: that is what the person decided on. */
  onSubmit: (change: StatusChange, base: Order) => void;
  onClose: () => void;
}

export function StatusDialog({ order, preset, problem, onSubmit, onClose }: StatusDialogProps) {
  const { t } = useTranslation(['orders', 'common']);
  const permissions = useSession((state) => state.user?.permissions);
  const [base] = useState(order);
  const [entered, setEntered] = useState(() => draftOf(preset, Date.now(), postponeHours()));
  const [keptNotes, keepNotes, forgetNotes] = useDraft(`order:${order.id}:status`);
  const draft = { ...entered, notes: entered.notes || keptNotes };
  const [errors, setErrors] = useState<DraftErrors>(() => errorsFrom(problem?.fields ?? {}));
  const form = useRef<HTMLFormElement>(null);
  const submitButton = useRef<HTMLButtonElement>(null);

  const refused = problem?.code === 'state' ? problem.allowed : [];
  const allowed =
    refused.length > 0
      ? refused
      : (order.allowed_statuses ?? movesFrom(order.status, permissions ?? []));
  const present = t(`common:${orderState(order.status).label}`, { value: order.status });
  const whyNot = (status: OrderStatus) => {
    if (allowed.includes(status)) return undefined;
    if (status === order.status) return t('status.why.same');
    return t('status.why.from', { status: present });
  };
  const change = (part: Partial<typeof draft>) => {
    if (part.notes !== undefined) keepNotes(part.notes);
    setEntered((before) => ({ ...before, ...part }));
  };

  function submit() {
    const found = checkDraft(draft);
    const texts = Object.entries(found).map(([field, key]) => [field, t(key)]);
    setErrors(Object.fromEntries(texts));
    if (texts.length === 0) {
      forgetNotes();
      onSubmit(changeOf(draft, base), base);
      return;
    }
    requestAnimationFrame(() => {
      form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.scrollIntoView({
        block: 'nearest',
      });
    });
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.code === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      submit();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const status = statusOfKey(event.code);
    if (!status || whyNot(status) !== undefined) return;
    event.preventDefault();
    change({ status });
  }

  return (
    <Dialog
      open
      drafted
      onClose={onClose}
      dismissable={draft.notes === ''}
      onKeyDown={onKeyDown}
      initialFocus={preset?.status && !problem ? submitButton : form}
      title={
        <>
          {t('status.title')} – <bdi className="ltr num">{order.short_code}</bdi>
        </>
      }
      footer={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button
            ref={submitButton}
            variant="primary"
            shortcut="Mod+Enter"
            onClick={submit}
            disabled={allowed.length === 0}
          >
            {t('status.submit')}
          </Button>
        </>
      }
    >
      <form
        ref={form}
        tabIndex={-1}
        onSubmit={(event) => event.preventDefault()}
        className="flex flex-col gap-4 outline-none"
      >
        <div className="flex flex-col gap-2 rounded-md bg-sunken px-3 py-2">
          <p className="flex items-center gap-2 text-sm">
            <span className="text-ink-3">{t('status.current')}</span>
            <OrderStatusChip status={order.status} />
          </p>
          <OrderLine order={order} />
        </div>
        {problem && (
          <Notice tone="danger" alert>
            {errorText(problem)}
            {problem.requestId && (
              <span className="block text-xs">
                {t('common:error.request_id')} <bdi className="ltr num">{problem.requestId}</bdi>
              </span>
            )}
          </Notice>
        )}
        {order.version !== base.version && (
          <Notice tone="warning" alert>
            {t('status.changed_meanwhile', { status: present })}
          </Notice>
        )}
        {allowed.length === 0 && <Notice tone="info">{t('status.none_allowed')}</Notice>}
        <StatusRadios
          value={draft.status}
          onChange={(status) => change({ status })}
          whyNot={whyNot}
          hintOf={(status) => (status === order.status ? t('status.again') : undefined)}
          error={errors.status}
        />
        <StatusFields draft={draft} errors={errors} onChange={change} />
      </form>
    </Dialog>
  );
}
