import { Tag } from 'lucide-react';
import type { ChatTag } from '@/lib/api';
import { cx } from '@/lib/cx';

/* The company's colours in those of the page, which can be read in either theme. */
const colours: Record<ChatTag['color'], string> = {
  gray: 'text-neutral',
  red: 'text-danger',
  amber: 'text-warning',
  green: 'text-success',
  teal: 'text-accent',
  blue: 'text-info',
  violet: 'text-violet',
  pink: 'text-danger',
};

/** The sign of a tag in its colour, beside its name. */
export function TagMark({ color }: { color: ChatTag['color'] }) {
  return <Tag aria-hidden size={14} className={cx('shrink-0', colours[color])} />;
}
