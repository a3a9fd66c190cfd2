import { mergeConfig } from 'vitest/config';
import e2e from './vitest.e2e.config.ts';

/* As the browser tests, and with a real Asterisk, which tests/ami/fetch unpacked into HATIF_ASTERISK. */
const config = mergeConfig(e2e, {
  test: {
    // The browser without windows has no microphone.
    env: { CHROMIUM: process.env.CHROMIUM ?? '/usr/bin/chromium' },
    testTimeout: 120_000,
    fileParallelism: false,
  },
});
config.test.include = ['e2e/**/*.pbx.ts'];
export default config;
