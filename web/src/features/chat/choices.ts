import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useTeam } from '@/components/order/team';
import type { ChatTag, TeamMember } from '@/lib/api';
import { tagName } from '@/lib/chats/tags';
import { listTags } from './api';

/* What there is to choose from: tags and colleagues. */

const nothing: never[] = [];

function useAllTags(): ChatTag[] {
  const { data } = useQuery({
    queryKey: ['chats', 'tags'],
    staleTime: 300_000,
    queryFn: listTags,
  });
  return data ?? nothing;
}

/** The tags of the company that are in use. */
export function useChatTags(): ChatTag[] {
  const tags = useAllTags();
  return useMemo(() => tags.filter(({ active }) => active), [tags]);
}

/** Tells the name of a tag from its code, also of one that is switched off. */
export function useTagName(): (code: string) => string {
  const tags = useAllTags();
  const { i18n } = useTranslation();
  const { language } = i18n;
  return useMemo(() => {
    const names = new Map(tags.map((tag) => [tag.code, tagName(tag, language)]));
    return (code) => names.get(code) ?? code;
  }, [tags, language]);
}

export function useColleagues(enabled: boolean): TeamMember[] {
  return useTeam(enabled).data ?? nothing;
}
