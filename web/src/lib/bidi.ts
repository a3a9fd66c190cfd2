/**
 * Keeps a name of another script from pulling the words around it out of their order. For text
 * that goes into a sentence; where there is an element of its own, use <bdi>.
 */
export function isolate(text: string): string {
  return `\u2068${text}\u2069`;
}
