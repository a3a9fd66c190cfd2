/** Puts something where the caret is, in the place of what is selected, and the caret behind it. */
export function insertAt(
  field: HTMLTextAreaElement | null,
  text: string,
  what: string,
  onChange: (text: string) => void,
): void {
  const from = field?.selectionStart ?? text.length;
  const until = field?.selectionEnd ?? text.length;
  onChange(text.slice(0, from) + what + text.slice(until));
  const caret = from + what.length;
  requestAnimationFrame(() => {
    field?.focus();
    field?.setSelectionRange(caret, caret);
  });
}
