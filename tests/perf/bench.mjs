/*
 * bench.mjs - what one request costs, beside a reference measured in the same run.
 *
 * Nothing here fails by being slow: it prints figures, targets and by how much they are missed.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { calls, linkPart, memoryPart } from './calls-part.mjs';
import { fanout } from './fanout-part.mjs';
import { figuresPart, lists } from './lists-part.mjs';
import {
  children,
  demoDatabase,
  demoFile,
  fill,
  filledFile,
  folder,
  parts,
  rows,
  scale,
  seconds,
  withCopy,
} from './measure.mjs';
import { besideReference, postgres } from './orders-part.mjs';
import { small } from './sockets-part.mjs';
import { widget } from './widget-part.mjs';

async function main() {
  const file = parts.some(
    (part) => !['small', 'calls', 'memory', 'fanout', 'widget'].includes(part),
  )
    ? filledFile()
    : '';
  const server = process.env.HATIF_TEST_PG;
  if (parts.includes('calls')) {
    calls();
    await linkPart('SQLite', `sqlite:${demoFile()}`);
    if (server) await linkPart('PostgreSQL', demoDatabase(server));
  }
  if (parts.includes('memory')) await memoryPart(`sqlite:${demoFile()}`);
  if (parts.includes('small')) await small();
  if (parts.includes('fanout')) await fanout();
  if (parts.includes('widget')) await widget();
  if (server && process.env.BENCH_FILLED !== '1' && file) {
    fill(server);
    if (process.env.BENCH_KEPT) writeFileSync(join(process.env.BENCH_KEPT, 'filled'), '');
  }
  if (parts.includes('sqlite')) await besideReference(file);
  for (const [name, run] of Object.entries({ lists, figures: figuresPart })) {
    if (!parts.includes(name)) continue;
    await withCopy(file, (copy) => run('SQLite', `sqlite:${copy}`));
    if (server) await run('PostgreSQL', server);
  }
  if (server && parts.includes('sqlite')) await postgres(server);
  writeFileSync(
    join(folder, 'results.json'),
    JSON.stringify({ at: new Date().toISOString(), scale, seconds, rows }, null, 2),
  );
  console.log(`\n${rows.filter((row) => row.met).length} of ${rows.length} targets met`);
}

try {
  await main();
} finally {
  for (const child of children) child.kill('SIGKILL');
}
