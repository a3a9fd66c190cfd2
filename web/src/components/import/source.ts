import type { OrderImport, StockImport } from '@/lib/api';

/** What every import of a file tells about itself. */
export type AnyImport = OrderImport | StockImport;

export interface ImportFigure {
  /** Key in the texts of the source. */
  label: string;
  count: number;
}

export interface ImportUpload {
  file: File;
  dryRun: boolean;
  key: string;
  onProgress: (share: number) => void;
  signal: AbortSignal;
}

/** One kind of files that are imported: of orders, of stock. */
export interface ImportSource<Result extends AnyImport> {
  /** Namespace of its texts, which stand below `import`. */
  texts: 'orders' | 'inventory';
  event: 'import:progress' | 'stock:import_progress';
  get: (id: number) => Promise<Result>;
  cancel: (id: number) => Promise<unknown>;
  /** What became of the lines read so far; together they are all of them. */
  figures: (result: Result) => readonly ImportFigure[];
  /** Where all refused lines are, as a file. */
  errorsAddress: (id: number, language: string) => string;
}

const ENDED: AnyImport['status'][] = ['done', 'failed', 'cancelled'];

export function isRunning({ status }: AnyImport): boolean {
  return !ENDED.includes(status);
}

export function linesDone<Result extends AnyImport>(
  source: ImportSource<Result>,
  result: Result,
): number {
  return source.figures(result).reduce((sum, { count }) => sum + count, 0);
}
