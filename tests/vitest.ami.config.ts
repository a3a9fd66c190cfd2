import { defineConfig } from 'vitest/config';

/* Against a real Asterisk, which tests/ami/fetch unpacked into HATIF_ASTERISK. */
export default defineConfig({
  test: {
    globalSetup: ['./support/global-setup.ts'],
    include: ['ami/pbx.test.ts', 'ami/control.test.ts', 'ami/calls.test.ts', 'ami/course.test.ts'],
    reporters: process.env.CI ? ['default'] : ['dot'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
});
