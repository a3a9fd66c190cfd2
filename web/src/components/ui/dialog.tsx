import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { KeyboardEvent, ReactNode, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '@/lib/cx';
import { isInReach } from '@/lib/hide-others';
import { focusFirst } from './focus-first';
import { IconButton } from './icon-button';
import { UnsavedQuestion, useUnsaved } from './unsaved';
import { useFocusBack } from './use-focus-back';

export interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  /** One sentence below the title; read out when the dialog opens. */
  description?: ReactNode;
  /** Buttons at the end; the main one last. */
  footer?: ReactNode;
  width?: 'small' | 'medium' | 'large' | 'wide';
  /** False while something would be lost by a press beside the dialog. */
  dismissable?: boolean;
  /** What is typed is kept on this device: Esc has nothing to ask. */
  drafted?: boolean;
  /** What it shows cannot be shown again: Esc does not close it either. */
  once?: boolean;
  /** Takes the focus first; otherwise the first field does. */
  initialFocus?: RefObject<HTMLElement | null>;
  /** Keys of the whole dialog, also those pressed on its buttons. */
  onKeyDown?: (event: KeyboardEvent) => void;
  children?: ReactNode;
}

const widths = {
  small: 'max-w-md',
  medium: 'max-w-xl',
  large: 'max-w-4xl',
  wide: 'max-w-6xl',
};

/**
 * Keeps the focus inside, closes on Esc, and gives the focus back to where it was. Esc asks first
 * where something was entered.
 */
export function Dialog({
  open,
  onClose,
  title,
  description,
  footer,
  width = 'medium',
  dismissable = true,
  drafted = false,
  once = false,
  initialFocus,
  onKeyDown,
  children,
}: DialogProps) {
  const { t } = useTranslation('common');
  const focus = useFocusBack();
  const unsaved = useUnsaved(open && !drafted);
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 grid place-items-center overflow-y-auto bg-black/45 p-4 max-md:items-end max-md:p-0">
          <Radix.Content
            {...(description ? {} : { 'aria-describedby': undefined })}
            onOpenAutoFocus={(event) => {
              focus.note();
              focusFirst(event, initialFocus?.current);
            }}
            onCloseAutoFocus={focus.onCloseAutoFocus}
            onKeyDown={onKeyDown}
            {...unsaved.watch}
            onEscapeKeyDown={(event) => {
              if (once) event.preventDefault();
              else unsaved.hold(event);
            }}
            onPointerDownOutside={(event) => {
              if (!dismissable || once || isInReach(event)) event.preventDefault();
              else unsaved.hold(event);
            }}
            className={cx(
              'flex max-h-[calc(100dvh-2rem)] w-full flex-col rounded-lg border border-line bg-surface shadow-2xl outline-none max-md:max-h-[calc(100dvh-3rem)] max-md:rounded-b-none',
              widths[width],
            )}
          >
            <div className="flex items-start gap-3 border-b border-line px-4 py-3">
              <div className="min-w-0 flex-1">
                <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
                {description && (
                  <Radix.Description className="text-sm text-ink-2">
                    {description}
                  </Radix.Description>
                )}
              </div>
              <IconButton
                icon={X}
                label={t('close')}
                onClick={onClose}
                className="-me-1.5 -mt-0.5"
              />
            </div>
            <div className="thin min-h-0 flex-1 overflow-y-auto px-4 py-3">{children}</div>
            {unsaved.asking && <UnsavedQuestion onStay={unsaved.stay} onDiscard={onClose} />}
            {footer && (
              <div className="flex flex-wrap justify-end gap-2 border-t border-line px-4 py-3">
                {footer}
              </div>
            )}
          </Radix.Content>
        </Radix.Overlay>
      </Radix.Portal>
    </Radix.Root>
  );
}
