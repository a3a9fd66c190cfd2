import { useQuery } from '@tanstack/react-query';
import { api, type ChatSettings, type ChatTag, call } from '@/lib/api';
import { listTags } from '../api';

export const SETTINGS = ['chats', 'settings'];
export const TAGS = ['chats', 'tags'];

export function useChatSettings() {
  return useQuery({
    queryKey: SETTINGS,
    staleTime: 0,
    queryFn: async () => (await call(api.GET('/api/settings/chat'))).settings,
  });
}

/** All tags, with those that are switched off. */
export function useTags() {
  return useQuery({ queryKey: TAGS, queryFn: listTags, staleTime: 0 });
}

export const SITUATIONS = ['greeting', 'busy', 'away', 'closed'] as const;
export type Situation = (typeof SITUATIONS)[number];
export type AnswerLanguage = keyof ChatSettings['answers'][Situation];

/** That of the page first. */
export const answerLanguages = (page: string): AnswerLanguage[] =>
  page === 'ar' ? ['ar', 'en'] : ['en', 'ar'];

export const NUMBERS = [
  'offer_seconds',
  'capacity_default',
  'waiting_alert_seconds',
  'unseen_alert_seconds',
  'disconnect_grace_seconds',
  'abandon_minutes',
] as const;
export type NumberName = (typeof NUMBERS)[number];

export interface SettingsDraft {
  routing: ChatSettings['routing'];
  receipts: boolean;
  /** As typed. */
  numbers: Record<NumberName, string>;
  answers: ChatSettings['answers'];
}

export function draftOf(settings: ChatSettings): SettingsDraft {
  const { routing, receipts, answers } = settings;
  const numbers = Object.fromEntries(NUMBERS.map((name) => [name, String(settings[name])]));
  return { routing, receipts, answers, numbers: numbers as SettingsDraft['numbers'] };
}

/** What is empty goes as null, and the server keeps what it has. */
export function bodyOf({ numbers, ...draft }: SettingsDraft, version: number) {
  const given = NUMBERS.map((name) => [name, numbers[name] === '' ? null : Number(numbers[name])]);
  return { ...draft, ...(Object.fromEntries(given) as Record<NumberName, number | null>), version };
}

export async function saveSettings(draft: SettingsDraft, version: number) {
  return (await call(api.PUT('/api/settings/chat', { body: bodyOf(draft, version) }))).settings;
}

export interface TagDraft {
  code: string;
  name: string;
  name_ar: string;
  color: ChatTag['color'];
}

export async function addTag(body: TagDraft & { active?: boolean }): Promise<ChatTag> {
  return (await call(api.POST('/api/chats/tags', { body }))).tag;
}

export async function changeTag(
  { code, version }: ChatTag,
  change: Partial<Omit<TagDraft, 'code'>> & { active?: boolean },
): Promise<ChatTag> {
  const params = { path: { tag: code } };
  return (await call(api.PUT('/api/chats/tags/{tag}', { params, body: { ...change, version } })))
    .tag;
}

export function removeTag({ code }: ChatTag): Promise<unknown> {
  return call(api.DELETE('/api/chats/tags/{tag}', { params: { path: { tag: code } } }));
}

/** "Wrong size" becomes "wrong-size": a code that can stand in an address. */
export function codeFrom(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 32);
}
