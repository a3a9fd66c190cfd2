import { defineConfig } from 'vitest/config';

/* The real program in a real browser. Two files at a time: each has its own server and browser. */
export default defineConfig({
  test: {
    environment: 'node',
    globalSetup: ['./e2e/support/global-setup.ts'],
    include: ['e2e/**/*.e2e.ts'],
    reporters: process.env.CI ? ['default'] : ['dot'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
    fileParallelism: true,
    expect: { poll: { timeout: 8_000, interval: 50 } },
  },
});
