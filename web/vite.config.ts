import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import {
  licences,
  precompress,
  preloadPages,
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
    preloadPages(),
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
      '/widget': server,
      '/ws': { target: server, ws: true },
    },
  },
  build: {
    target: 'es2022',
    // Older targets make LightningCSS rewrite logical properties into :lang() selectors.
    cssTarget: ['chrome111', 'safari16.4', 'firefox114'],
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        // A browser asks for six files at a time and waits for each: few files, each of one use.
        codeSplitting: {
          groups: [
            { name: 'vendor', tags: ['$initial'], test: /node_modules/, priority: 3 },
            { name: 'app', tags: ['$initial'], priority: 2 },
            {
              // Icons and the small things of forms: one file rather than thirty.
              name: 'parts',
              test: /lucide-react|src\/components\/ui\/(?!select|virtual-list)[\w-]+\.tsx?$|src\/lib\/[\w-]+\.ts$/,
              maxModuleSize: 4_000,
              minShareCount: 2,
              priority: 1,
            },
            {
              // What a page with orders draws and does before anything of it is opened.
              name: 'order-start',
              test: /src\/lib\/orders\/|src\/components\/order\/(on-demand|order-dialogs-store|call-policies|use-order-keys|use-order-events|apply-status|modifications|reassign|sms-state|outbox-bar|card-actions|changed-by|order-status-view|order-flag|order-marks|priority-flag|due-label|sla-chip)\.tsx?$/,
              maxModuleSize: 6_000,
              minShareCount: 3,
              priority: 2,
            },
          ],
        },
      },
    },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['./src/test/setup.ts'],
    // A busy machine draws a dialog in seconds.
    testTimeout: 20_000,
  },
});
