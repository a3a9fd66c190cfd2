import type { ChatTag } from '../api';

/** What a tag is called in the language of the page. */
export function tagName(tag: Pick<ChatTag, 'name' | 'name_ar'>, language: string): string {
  return (language === 'ar' && tag.name_ar) || tag.name;
}
