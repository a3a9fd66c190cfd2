import { Tooltip as Radix } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { Kbd } from './kbd';
import { useLandmark } from './use-landmark';

interface TooltipProps {
  text: ReactNode;
  shortcut?: string;
  children: ReactElement;
}

/** Says again, in short, what the control already names for itself. */
export function Tooltip({ text, shortcut, children }: TooltipProps) {
  const [ref, landmark] = useLandmark();
  return (
    <Radix.Root>
      <Radix.Trigger asChild ref={ref}>
        {children}
      </Radix.Trigger>
      <Radix.Portal container={landmark}>
        <Radix.Content
          sideOffset={6}
          collisionPadding={8}
          className="z-60 max-w-72 rounded-md bg-ink px-2 py-1 text-xs text-surface"
        >
          {text}
          {shortcut && <Kbd keys={shortcut} className="ms-2" />}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
