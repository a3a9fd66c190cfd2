import { CornerUpLeft } from 'lucide-react';
import type { ChatMessage } from '@/lib/api';

/** What a message answers, above its own words. */
export function Quote({ quoted }: { quoted: NonNullable<ChatMessage['reply_to']> }) {
  return (
    <p className="mb-1 flex items-start gap-1 border-s-2 border-accent ps-2 text-sm text-ink-2">
      <CornerUpLeft aria-hidden size={13} className="flip mt-1 shrink-0" />
      <span dir="auto" className="line-clamp-2 min-w-0 wrap-anywhere">
        {quoted.preview}
      </span>
    </p>
  );
}
