import { defineConfig } from 'vitest/config';

/* Every API test runs once on each engine; the server under test is the real program. */
const engines = (process.env.HATIF_ENGINES ?? 'sqlite,postgres').split(',');

export default defineConfig({
  test: {
    reporters: process.env.CI ? ['default'] : ['dot'],
    globalSetup: ['./support/global-setup.ts'],
    // A busy machine is slow, and no test is about that.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
    fileParallelism: true,
    projects: [
      ...engines.map((engine) => ({
        extends: true as const,
        test: {
          name: engine,
          include: ['api/**/*.test.ts'],
          env: { HATIF_ENGINE: engine },
          sequence: { groupOrder: engines.indexOf(engine) },
        },
      })),
      // Recordings of PBXes have nothing to do with a database; a real one has a step of its own.
      {
        extends: true as const,
        test: {
          name: 'ami',
          include: ['ami/captures.test.ts'],
          sequence: { groupOrder: engines.length },
        },
      },
    ],
  },
});
