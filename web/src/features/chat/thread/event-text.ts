import type { TFunction } from 'i18next';
import type { ChatMessage } from '@/lib/api';
import { isolate } from '@/lib/bidi';
import { formatList, formatNumber } from '@/lib/format';

/* What an event tells beside its type depends on that. */
interface Told {
  type: string;
  [member: string]: unknown;
}

function nameIn(member: unknown): string | null {
  if (typeof member === 'string') return member || null;
  const name = (member as { name?: unknown } | null | undefined)?.name;
  return typeof name === 'string' && name ? name : null;
}

/** What happened, in one sentence; an event without a sentence of ours says what the server wrote. */
export function eventText(
  t: TFunction,
  message: ChatMessage,
  /** Tells the name of a tag from its code. */
  tagNamed: (code: string) => string,
): string {
  const { author, content } = message;
  const event = message.event as Told | null;
  if (!event) return content;
  const by = isolate(author?.name ?? t('chat:event.system'));
  const agent = nameIn(event.agent) ?? nameIn(event.to_agent);
  const department =
    nameIn(event.to_department_name) ?? nameIn(event.department) ?? nameIn(event.to_department);
  const to = agent ?? department;
  switch (event.type) {
    case 'opened':
      return author ? t('chat:event.opened_by', { by }) : t('chat:event.opened');
    case 'offered':
      return t('chat:event.offered', { agent: isolate(agent ?? '') });
    case 'declined':
      return t('chat:event.declined', { agent: author ? by : isolate(agent ?? '') });
    case 'accepted':
      return t('chat:event.accepted', { by });
    case 'assigned':
      return t('chat:event.assigned', { agent: isolate(agent ?? author?.name ?? '') });
    case 'transferred':
      return to ? t('chat:event.transferred', { by, to: isolate(to) }) : content;
    case 'closed':
      return author ? t('chat:event.closed_by', { by }) : t('chat:event.closed');
    case 'reopened':
      return t('chat:event.reopened', { by });
    case 'requeued':
      return t('chat:event.requeued');
    case 'tagged': {
      const tags = Array.isArray(event.tags) ? event.tags.map(String).map(tagNamed) : [];
      return tags.length > 0
        ? t('chat:event.tagged', { by, tags: formatList(tags.map(isolate)) })
        : t('chat:event.untagged', { by });
    }
    case 'customer_left':
      return t('chat:event.customer_left');
    case 'customer_back':
      return t('chat:event.customer_back');
    case 'rated':
      return t('chat:event.rated', { score: formatNumber(Number(event.score)) });
    default:
      return content;
  }
}
