import { useChatState, useSurroundings } from './context';

export function TypingLine() {
  const { t } = useSurroundings();
  const { typing } = useChatState();
  if (!typing) return null;
  return (
    <p class="typing">
      <span class="dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      {typing.name ? t('typing', { name: typing.name }) : t('typing_unnamed')}
    </p>
  );
}
