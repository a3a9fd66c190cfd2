import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import {
  licences,
  precompress,
  radixSelectWithoutInlineStyle,
  serviceWorker,
} from './tools/vite-plugins.ts';

const path = (relative: string) => new URL(relative, import.meta.url).pathname;
const server = process.env.HATIF_SERVER ?? 'http://localhost:8000';

export default defineConfig({
  plugins: [
    react(),
    tailwind(),
    radixSelectWithoutInlineStyle(),
    licences(),
    serviceWorker(),
    precompress(),
  ],
  resolve: {
    alias: {
      'aria-hidden': path('./src/lib/hide-others.ts'),
      'react-remove-scroll': path('./src/lib/remove-scroll.tsx'),
      '@': path('./src'),
    },
  },
  server: {
    proxy: {
      '/api': server,
      '/health': server,
      '/openapi.json': server,
      '/files': server,
      '/ws': { target: server, ws: true },
    },
  },
  build: {
    target: 'es2022',
    // Older targets make LightningCSS rewrite logical properties into :lang() selectors.
    cssTarget: ['chrome111', 'safari16.4', 'firefox114'],
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['./src/test/setup.ts'],
    // A busy machine draws a dialog in seconds.
    testTimeout: 20_000,
  },
});
