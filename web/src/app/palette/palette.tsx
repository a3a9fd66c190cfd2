import { Command } from 'cmdk';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useDebounced } from '@/lib/use-debounced';
import { useAreas } from '../areas';
import type { Overlay } from '../shell/shell';
import { matches } from './matches';
import { PaletteGroup } from './palette-group';
import { PaletteOrder } from './palette-order';
import { useCommands } from './use-commands';
import { useOrderSearch } from './use-order-search';

interface PaletteProps {
  onClose: () => void;
  onOpen: (overlay: Overlay) => void;
}

/** Ctrl K: go somewhere, do something, or find an order, without leaving the keyboard. */
export default function Palette({ onClose, onOpen }: PaletteProps) {
  const { t } = useTranslation('shell');
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState('');
  const orders = useOrderSearch(useDebounced(text.trim(), 200));
  const areas = useAreas().filter((area) => matches(t(area.label), text));
  const commands = useCommands(onOpen).filter((command) => matches(command.label, text));
  const firstOrder = orders.data?.[0];

  /* Orders come a moment after the text; the best of them is what Enter opens. */
  useEffect(() => {
    if (firstOrder) setChosen(`order ${firstOrder.id}`);
  }, [firstOrder]);

  const leaveTo = (run: () => void) => () => {
    onClose();
    run();
  };
  return (
    <Command.Dialog
      open
      shouldFilter={false}
      value={chosen}
      onValueChange={setChosen}
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
        <PaletteGroup
          heading={t('palette.orders')}
          items={(orders.data ?? []).map((order) => ({
            id: `order ${order.id}`,
            content: <PaletteOrder order={order} />,
            run: leaveTo(() => navigate(`/call-center-panel/orders/${order.id}`)),
          }))}
        />
        <PaletteGroup
          heading={t('palette.orders')}
          items={
            orders.isError
              ? [{ id: 'retry', content: t('palette.failed'), run: () => void orders.refetch() }]
              : []
          }
        />
        <PaletteGroup
          heading={t('palette.go')}
          items={areas.map((area) => ({
            id: area.id,
            icon: area.icon,
            content: t(area.label),
            run: leaveTo(() => navigate(area.path)),
          }))}
        />
        <PaletteGroup
          heading={t('palette.actions')}
          items={commands.map((command) => ({
            id: command.id,
            icon: command.icon,
            content: command.label,
            run: leaveTo(command.run),
          }))}
        />
      </Command.List>
    </Command.Dialog>
  );
}
