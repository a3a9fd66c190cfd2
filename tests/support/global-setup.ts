/* Make the two demo companies once per engine; every test file works on a copy of its own. */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { hatif, password, secretKey, temporary } from './paths.ts';
import { createDatabase, dropDatabase, uniqueName } from './postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    sqliteTemplate: string;
    postgresTemplate: string;
  }
}

const engines = (process.env.HATIF_ENGINES ?? 'sqlite,postgres').split(',');

function demo(db: string): void {
  execFileSync(hatif, ['demo', '--db', db, '--password', password], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, HATIF_SECRET_KEY: secretKey },
  });
}

export default function setup(project: TestProject) {
  const folder = temporary('template');
  const sqlite = join(folder, 'demo.db');
  const postgres = uniqueName();
  if (engines.includes('sqlite')) demo(`sqlite:${sqlite}`);
  if (engines.includes('postgres')) demo(createDatabase(postgres));
  project.provide('sqliteTemplate', sqlite);
  project.provide('postgresTemplate', postgres);
  return () => {
    rmSync(folder, { recursive: true, force: true });
    if (engines.includes('postgres')) dropDatabase(postgres);
  };
}
