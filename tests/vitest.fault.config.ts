import { defineConfig } from 'vitest/config';

/* Crashes, full disks, lost links: against the release build, one at a time. */
export default defineConfig({
  test: {
    globalSetup: ['./support/global-setup.ts'],
    include: ['fault/**/*.test.ts'],
    reporters: process.env.CI ? ['default'] : ['dot'],
    testTimeout: 240_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
});
