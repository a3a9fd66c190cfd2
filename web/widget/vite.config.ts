import { defineConfig } from 'vitest/config';
import { precompress, widgetLoader } from '../tools/vite-plugins.ts';

const path = (relative: string) => new URL(relative, import.meta.url).pathname;

/*
 * What customers load on the sites of others: dist/widget.js, a classic script that asks for the
 * rest when the page is at rest; dist/widget/, whose names change with their content; and
 * dist/widget.html, a page to try it on.
 */
export default defineConfig({
  root: path('.'),
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2020',
    // Older targets make LightningCSS rewrite logical properties into :lang() selectors.
    cssTarget: ['chrome111', 'safari16.4', 'firefox114'],
    outDir: path('../dist'),
    emptyOutDir: false,
    copyPublicDir: false,
    assetsDir: 'widget',
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: {
        widget: path('loader/loader.ts'),
        app: path('app/main.tsx'),
        demo: path('widget.html'),
      },
      // What the loader asks for when the page is at rest.
      preserveEntrySignatures: 'strict',
      output: {
        entryFileNames: ({ name }) => (name === 'widget' ? 'widget.js' : 'widget/[name]-[hash].js'),
        chunkFileNames: 'widget/[name]-[hash].js',
        // On the page of somebody else no name of ours may become one of theirs.
        banner: ({ name }) => (name === 'widget' ? '(()=>{' : ''),
        footer: ({ name }) => (name === 'widget' ? '})();' : ''),
      },
    },
  },
  plugins: [widgetLoader(), precompress()],
  test: {
    environment: 'jsdom',
    include: ['**/*.test.{ts,tsx}'],
    testTimeout: 20_000,
  },
});
