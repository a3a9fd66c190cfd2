type ClassPart = string | false | null | undefined;

/** Joins class names; conflicting utilities must be exclusive branches, the last one does not win. */
export function cx(...parts: ClassPart[]): string {
  return parts.filter(Boolean).join(' ');
}
