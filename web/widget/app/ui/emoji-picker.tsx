import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { EMOJI_COLUMNS, emojis } from '../emoji';
import { useSurroundings } from './context';

interface EmojiPickerProps {
  onChoose: (emoji: string) => void;
  onClose: () => void;
}

/** A field of emoji: one of them is in the order of Tab, the arrows lead to the others. */
export function EmojiPicker({ onChoose, onClose }: EmojiPickerProps) {
  const { t, language } = useSurroundings();
  const [at, setAt] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    box.current?.querySelectorAll('button')[at]?.focus();
  }, [at]);
  const onKeyDown = (event: KeyboardEvent) => {
    const forward = language === 'ar' ? -1 : 1;
    const steps: Record<string, number> = {
      ArrowRight: forward,
      ArrowLeft: -forward,
      ArrowDown: EMOJI_COLUMNS,
      ArrowUp: -EMOJI_COLUMNS,
    };
    if (event.key === 'Escape') {
      event.stopPropagation();
      onClose();
      return;
    }
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    setAt((now) => Math.min(emojis.length - 1, Math.max(0, now + step)));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: no group of fields
    <div class="emojis" ref={box} role="group" aria-label={t('emoji')} onKeyDown={onKeyDown}>
      {emojis.map((emoji, index) => (
        <button
          key={emoji}
          type="button"
          tabIndex={index === at ? 0 : -1}
          onClick={() => onChoose(emoji)}
        >
          {emoji}
        </button>
      ))}
    </div>
  );
}
