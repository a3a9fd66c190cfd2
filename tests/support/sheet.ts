/* Reading what the server gave as a spreadsheet, with a reader that is not ours. */

import readXlsx from 'read-excel-file/node';
import type { Client } from './client.ts';

export type Cell = string | number | boolean | Date | null;

/** Every worksheet's rows of an XLSX download. */
export async function downloadXlsx(client: Client, path: string): Promise<Cell[][][]> {
  const response = await fetch(client.server.url + path, {
    headers: { authorization: `Bearer ${client.token}` },
  });
  if (response.status !== 200) throw new Error(`${path}: ${response.status}`);
  const sheets = await readXlsx(Buffer.from(await response.arrayBuffer()));
  return sheets.map((sheet) => sheet.data as Cell[][]);
}
