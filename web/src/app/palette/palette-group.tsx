import { Command } from 'cmdk';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface PaletteItem {
  id: string;
  icon?: LucideIcon;
  content: ReactNode;
  run: () => void;
}

const headingLook =
  '[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-ink-3';

export function PaletteGroup({ heading, items }: { heading: string; items: PaletteItem[] }) {
  if (items.length === 0) return null;
  return (
    <Command.Group heading={heading} className={headingLook}>
      {items.map((item) => (
        <Command.Item
          key={item.id}
          value={item.id}
          onSelect={item.run}
          className="flex min-h-9 items-center gap-2.5 rounded-md px-2.5 py-1 text-ink-2 data-[selected=true]:bg-selected data-[selected=true]:text-ink pointer-coarse:min-h-11"
        >
          {item.icon && <item.icon aria-hidden size={16} className="shrink-0" />}
          {item.content}
        </Command.Item>
      ))}
    </Command.Group>
  );
}
