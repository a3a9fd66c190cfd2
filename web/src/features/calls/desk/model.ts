import type { TranscriptMessage } from '@/lib/api';

/** A message in its place by time; one that is there already comes no second time. */
export function withMessage(
  messages: TranscriptMessage[],
  message: TranscriptMessage,
): TranscriptMessage[] {
  if (messages.some((one) => one.id === message.id)) return messages;
  const after = messages.findIndex((one) => one.timestamp > message.timestamp);
  if (after < 0) return [...messages, message];
  return [...messages.slice(0, after), message, ...messages.slice(after)];
}
