import { Check, type LucideIcon } from 'lucide-react';
import { DropdownMenu as Radix } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { cx } from '@/lib/cx';
import { Kbd } from './kbd';
import { keepMovedFocus } from './use-focus-back';
import { useLandmark } from './use-landmark';

interface MenuProps {
  trigger: ReactElement;
  align?: 'start' | 'center' | 'end';
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  children: ReactNode;
}

/** A list of actions below a button. */
export function Menu({ trigger, align = 'end', open, onOpenChange, children }: MenuProps) {
  const [ref, landmark] = useLandmark();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange} modal={false}>
      <Radix.Trigger asChild ref={ref}>
        {trigger}
      </Radix.Trigger>
      <Radix.Portal container={landmark}>
        <Radix.Content
          align={align}
          sideOffset={6}
          collisionPadding={8}
          onCloseAutoFocus={keepMovedFocus}
          className="thin z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-44 overflow-y-auto rounded-lg border border-line bg-surface p-1 shadow-lg"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

interface MenuItemProps {
  icon?: LucideIcon;
  /** A tick at the end: the choice in force now. */
  checked?: boolean;
  tone?: 'plain' | 'danger';
  shortcut?: string;
  disabled?: boolean;
  onSelect: () => void;
  children: ReactNode;
}

export function MenuItem({
  icon: Icon,
  checked,
  tone = 'plain',
  shortcut,
  disabled,
  onSelect,
  children,
}: MenuItemProps) {
  const look = cx(
    'flex min-h-8 items-center gap-2 rounded-md px-2 py-1 text-sm outline-none data-disabled:opacity-50 data-highlighted:bg-sunken pointer-coarse:min-h-11',
    tone === 'danger' ? 'text-danger' : 'text-ink',
  );
  const content = (
    <>
      {Icon && <Icon aria-hidden size={15} className="shrink-0" />}
      {children}
      {shortcut && <Kbd keys={shortcut} className="ms-auto text-ink-3" />}
      {checked && <Check aria-hidden size={14} className="ms-auto shrink-0" />}
    </>
  );
  if (checked === undefined) {
    return (
      <Radix.Item onSelect={onSelect} disabled={disabled} className={look}>
        {content}
      </Radix.Item>
    );
  }
  return (
    <Radix.CheckboxItem checked={checked} onSelect={onSelect} disabled={disabled} className={look}>
      {content}
    </Radix.CheckboxItem>
  );
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2 py-1 text-xs text-ink-3">{children}</Radix.Label>;
}

/** What there is to know about the choices; nothing to choose itself. */
export function MenuNote({ icon: Icon, children }: { icon: LucideIcon; children: ReactNode }) {
  return (
    <Radix.Label className="flex max-w-64 gap-2 px-2 py-1.5 text-xs text-ink-2">
      <Icon aria-hidden size={14} className="mt-px shrink-0" />
      <span>{children}</span>
    </Radix.Label>
  );
}

export function MenuSeparator() {
  return <Radix.Separator className="my-1 h-px bg-line" />;
}
