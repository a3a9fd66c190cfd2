import { useTranslation } from 'react-i18next';
import { TagMark } from '@/components/chat/tag-mark';
import { Checkbox } from '@/components/ui/checkbox';
import { tagName } from '@/lib/chats/tags';
import { useChatTags } from '../choices';

interface TagChoiceProps {
  /** Codes. */
  value: readonly string[];
  onChange: (codes: readonly string[]) => void;
}

/** Any of the company's tags. */
export function TagChoice({ value, onChange }: TagChoiceProps) {
  const { t, i18n } = useTranslation('chat');
  const tags = useChatTags();
  const toggle = (code: string, on: boolean) =>
    onChange(on ? [...value, code] : value.filter((one) => one !== code));
  return (
    <div className="flex flex-col gap-2">
      {tags.length === 0 && <p className="text-sm text-ink-2">{t('tags.none')}</p>}
      {tags.map((tag) => (
        <Checkbox
          key={tag.code}
          checked={value.includes(tag.code)}
          onChange={(on) => toggle(tag.code, on)}
        >
          <span className="inline-flex items-center gap-1.5">
            <TagMark color={tag.color} />
            <bdi>{tagName(tag, i18n.language)}</bdi>
          </span>
        </Checkbox>
      ))}
    </div>
  );
}
