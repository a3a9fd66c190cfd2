/** Toggles one row (from = to), or selects every row between the two. */
export function selectRange(
  ids: string[],
  before: ReadonlySet<string>,
  from: string,
  to: string,
): Set<string> {
  const next = new Set(before);
  if (from === to) {
    if (!next.delete(to)) next.add(to);
    return next;
  }
  const a = ids.indexOf(from);
  const b = ids.indexOf(to);
  if (a < 0 || b < 0) return next.add(to);
  for (const id of ids.slice(Math.min(a, b), Math.max(a, b) + 1)) next.add(id);
  return next;
}
