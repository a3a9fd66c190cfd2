import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '@/lib/cx';
import { isInReach } from '@/lib/hide-others';
import { focusFirst } from './focus-first';
import { IconButton } from './icon-button';
import { UnsavedQuestion, useUnsaved } from './unsaved';
import { useFocusBack } from './use-focus-back';

interface DrawerProps {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  /** Chips and the like beside the title. */
  header?: ReactNode;
  footer?: ReactNode;
  /** With false the page beside it stays in use: for details beside a list. */
  modal?: boolean;
  /** It is a form: Esc and a press beside it ask first where something was entered. */
  keeps?: boolean;
  width?: 'small' | 'medium';
  children: ReactNode;
}

/** A panel at the end side of the window; the whole window below 768 px. */
export function Drawer({
  open,
  onClose,
  title,
  header,
  footer,
  modal = true,
  keeps = false,
  width = 'medium',
  children,
}: DrawerProps) {
  const { t } = useTranslation('common');
  const focus = useFocusBack();
  const unsaved = useUnsaved(keeps);
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()} modal={modal}>
      <Radix.Portal>
        {modal && <Radix.Overlay className="fixed inset-0 z-40 bg-black/45" />}
        <Radix.Content
          onOpenAutoFocus={(event) => {
            focus.note();
            focusFirst(event);
          }}
          onCloseAutoFocus={focus.onCloseAutoFocus}
          aria-describedby={undefined}
          data-beside={modal ? undefined : ''}
          {...unsaved.watch}
          onEscapeKeyDown={unsaved.hold}
          onInteractOutside={(event) => {
            if (!modal || isInReach(event)) event.preventDefault();
            else unsaved.hold(event);
          }}
          className={cx(
            'fixed inset-y-0 end-0 z-40 flex w-full flex-col border-s border-line bg-surface shadow-2xl outline-none max-md:max-w-none max-md:border-s-0',
            width === 'small' ? 'max-w-md' : 'max-w-xl',
          )}
        >
          <div className="flex min-h-12 items-center gap-2 border-b border-line px-4 py-2">
            <Radix.Title className="min-w-0 truncate text-lg font-semibold">{title}</Radix.Title>
            {header}
            <IconButton icon={X} label={t('close')} onClick={onClose} className="ms-auto -me-1.5" />
          </div>
          <div className="thin min-h-0 flex-1 overflow-y-auto">{children}</div>
          {unsaved.asking && <UnsavedQuestion onStay={unsaved.stay} onDiscard={onClose} />}
          {footer && (
            <div className="flex flex-wrap gap-2 border-t border-line px-4 py-3">{footer}</div>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
