import { useCallback, useEffect, useRef, useState } from 'react';

/**
 * What somebody types, ahead of `value`, which follows when it is asked for. An answer that comes
 * while the typing goes on takes no letter away; a change from elsewhere replaces what was typed.
 */
export function useTyped(value: string, onAsk: (text: string) => void) {
  const [text, setText] = useState(value);
  // Asked for and not come back yet, oldest first; some may never come, passed by a later one.
  const asked = useRef<string[]>([]);
  const latest = useRef({ value, onAsk });
  useEffect(() => {
    latest.current = { value, onAsk };
  });
  useEffect(() => {
    const at = asked.current.indexOf(value);
    if (at >= 0) {
      asked.current.splice(0, at + 1);
      return;
    }
    asked.current = [];
    setText(value);
  }, [value]);
  const ask = useCallback((next: string) => {
    const wanted = next.trim();
    if (wanted === (asked.current.at(-1) ?? latest.current.value)) return;
    asked.current.push(wanted);
    latest.current.onAsk(wanted);
  }, []);
  return { text, setText, ask };
}
