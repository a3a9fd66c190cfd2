import { Command } from 'cmdk';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { OrderStatusChip } from '@/components/ui/state-chip';
import type { Order } from '@/lib/api';
import { useDebounced } from '@/lib/use-debounced';
import { useAreas } from '../areas';
import type { Overlay } from '../shell/shell';
import { useCommands } from './use-commands';
import { useOrderSearch } from './use-order-search';

interface PaletteProps {
  onClose: () => void;
  onOpen: (overlay: Overlay) => void;
}

const itemLook =
  'flex min-h-9 items-center gap-2.5 rounded-md px-2.5 py-1 text-ink-2 data-[selected=true]:bg-selected data-[selected=true]:text-ink pointer-coarse:min-h-11';
const groupLook =
  '[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-ink-3';

/** Ctrl K: go somewhere, do something, or find an order, without leaving the keyboard. */
export default function Palette({ onClose, onOpen }: PaletteProps) {
  const { t } = useTranslation('shell');
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const areas = useAreas();
  const commands = useCommands(onOpen);
  const orders = useOrderSearch(useDebounced(text.trim(), 200));

  const leaveTo = (run: () => void) => () => {
    onClose();
    run();
  };
  return (
    <Command.Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      label={t('palette.label')}
      overlayClassName="fixed inset-0 z-40 bg-black/45"
      contentClassName="fixed inset-x-0 top-[14vh] z-50 mx-auto w-[min(600px,calc(100vw-32px))] overflow-hidden rounded-lg border border-line bg-surface shadow-2xl outline-none"
    >
      <Command.Input
        value={text}
        onValueChange={setText}
        dir="auto"
        placeholder={t('palette.placeholder')}
        className="match h-12 w-full border-b border-line bg-transparent px-4 text-base outline-none"
      />
      <Command.List className="thin max-h-[50vh] overflow-y-auto p-1.5">
        <Command.Empty className="px-4 py-8 text-center text-ink-2">
          {orders.isFetching ? t('palette.searching') : t('palette.empty')}
        </Command.Empty>
        {orders.data && orders.data.length > 0 && (
          <Command.Group heading={t('palette.orders')} className={groupLook} forceMount>
            {orders.data.map((order) => (
              <OrderItem
                key={order.id}
                order={order}
                onSelect={leaveTo(() => navigate(`/call-center-panel/orders/${order.id}`))}
              />
            ))}
          </Command.Group>
        )}
        {orders.isError && (
          <Command.Item
            forceMount
            value="orders-failed"
            className={itemLook}
            onSelect={() => void orders.refetch()}
          >
            {t('palette.failed')}
          </Command.Item>
        )}
        <Command.Group heading={t('palette.go')} className={groupLook}>
          {areas.map((area) => (
            <Command.Item
              key={area.id}
              value={t(area.label)}
              className={itemLook}
              onSelect={leaveTo(() => navigate(area.path))}
            >
              <area.icon aria-hidden size={16} className="shrink-0" />
              {t(area.label)}
            </Command.Item>
          ))}
        </Command.Group>
        <Command.Group heading={t('palette.actions')} className={groupLook}>
          {commands.map((command) => (
            <Command.Item
              key={command.id}
              value={command.label}
              className={itemLook}
              onSelect={leaveTo(command.run)}
            >
              <command.icon aria-hidden size={16} className="shrink-0" />
              {command.label}
            </Command.Item>
          ))}
        </Command.Group>
      </Command.List>
    </Command.Dialog>
  );
}

function OrderItem({ order, onSelect }: { order: Order; onSelect: () => void }) {
  return (
    <Command.Item forceMount value={`order ${order.id}`} className={itemLook} onSelect={onSelect}>
      <bdi className="ltr num shrink-0 font-semibold">{order.short_code}</bdi>
      <bdi className="min-w-0 flex-1 truncate">{order.customer_name}</bdi>
      <OrderStatusChip status={order.status} />
    </Command.Item>
  );
}
