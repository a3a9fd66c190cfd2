import type { PbxQueueMember } from '@/lib/api';

/** A row in the place of the one with its id; rows that are not there stay away. */
export function replaceRow<Row extends { id: number }>(
  rows: Row[] | undefined,
  row: Row,
): Row[] | undefined {
  return rows?.map((one) => (one.id === row.id ? row : one));
}

/** A member keeps its place; a new one comes last. */
export function replaceMember(
  rows: PbxQueueMember[] | undefined,
  member: PbxQueueMember,
  removed: boolean,
): PbxQueueMember[] | undefined {
  if (!rows) return rows;
  if (removed) return rows.filter((row) => row.interface !== member.interface);
  const known = rows.some((row) => row.interface === member.interface);
  if (!known) return [...rows, member];
  return rows.map((row) => (row.interface === member.interface ? member : row));
}
