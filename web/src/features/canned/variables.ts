const PLACEHOLDER = /\{\{([^{}\n\r]{1,64})\}\}/gu;

/** What a text names in {{}} and is no variable, each once. The server decides; this shows it at once. */
export function unknownIn(text: string, variables: readonly string[]): string[] {
  const names = [...text.matchAll(PLACEHOLDER)]
    .map(([, inside = '']) => inside.trim().toLowerCase())
    .filter((name) => name !== '' && !variables.includes(name));
  return [...new Set(names)];
}
