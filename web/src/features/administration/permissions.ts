/** Everybody has it, so nobody chooses it. */
const OF_EVERYBODY = 'self';

export interface PermissionGroup {
  /** "orders" of "orders.read". */
  id: string;
  names: string[];
}

/** "orders.read" and "orders.write" stand together; the order of the server otherwise. */
export function groupPermissions(names: readonly string[]): PermissionGroup[] {
  const groups = new Map<string, string[]>();
  for (const name of names) {
    if (name === OF_EVERYBODY) continue;
    const id = name.split('.')[0] ?? name;
    groups.set(id, [...(groups.get(id) ?? []), name]);
  }
  return [...groups].map(([id, all]) => ({ id, names: all }));
}

/** Groups with the permissions whose words or names hold every word that was typed. */
export function findPermissions(
  groups: PermissionGroup[],
  typed: string,
  wordsOf: (name: string) => string,
): PermissionGroup[] {
  const parts = typed.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (parts.length === 0) return groups;
  const fits = (name: string) => {
    const text = `${name} ${wordsOf(name)}`.toLocaleLowerCase();
    return parts.every((part) => text.includes(part));
  };
  return groups
    .map(({ id, names }) => ({ id, names: names.filter(fits) }))
    .filter(({ names }) => names.length > 0);
}
