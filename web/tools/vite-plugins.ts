import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

const PUBLIC_SHELL = [
  '/index.html',
  '/boot.js',
  '/preload.js',
  '/icon.svg',
  '/manifest.webmanifest',
];

/* The library of the phone: big, wanted by few, and no good without a network. */
const NOT_KEPT = /^assets\/phone-[\w-]+\.js$/;

/**
 * Emits sw.js with the list of files that make the app start without a network: the page and every
 * script and style chunk (the locale files are chunks too). Fonts are cached on first use.
 */
export function serviceWorker(): Plugin {
  return {
    name: 'hatif-service-worker',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const chunks = Object.keys(bundle)
          .filter((file) => /\.(js|css)$/.test(file) && !NOT_KEPT.test(file))
          .map((file) => `/${file}`)
          .sort();
        // A list that names a file twice is refused as a whole, and nothing works without a line.
        const precache = [...new Set([...PUBLIC_SHELL, ...chunks])];
        const hash = createHash('sha256').update(JSON.stringify(precache));
        for (const file of [
          'index.html',
          'sw.template.js',
          'preload.template.js',
          'public/boot.js',
          'public/icon.svg',
        ]) {
          hash.update(readFileSync(file));
        }
        const source = readFileSync('sw.template.js', 'utf8')
          .replace('__VERSION__', hash.digest('hex').slice(0, 12))
          .replace("['__PRECACHE__']", JSON.stringify(precache));
        this.emitFile({ type: 'asset', fileName: 'sw.js', source });
      },
    },
  };
}

interface LazyPage {
  path: string;
  texts: string[];
  /** File of the page's code. */
  module: string;
}

/** The pages that load on demand, as src/features/<feature>/routes.tsx names them. */
function lazyPages(): LazyPage[] {
  const route =
    /path: '([^']+)',\s*lazy: lazyPage\(\s*(\[[^\]]+\]|'[^']+'),[^;]*?import\('\.\/([\w-]+)'\)/g;
  return readdirSync('src/features').flatMap((feature) => {
    const file = `src/features/${feature}/routes.tsx`;
    if (!existsSync(file)) return [];
    const source = readFileSync(file, 'utf8');
    const pages = [...source.matchAll(route)].map(([, path = '', texts = '', name]) => ({
      path,
      texts: texts.match(/[\w-]+/g) ?? [],
      module: resolve(`src/features/${feature}/${name}.tsx`),
    }));
    const wanted = source.split('lazyPage(').length - 1;
    if (pages.length !== wanted) throw new Error(`${file}: ${wanted - pages.length} pages unread`);
    return pages;
  });
}

/**
 * Emits preload.js: by the address alone the browser asks for the code and the texts of the page
 * together with the app, instead of one after the other.
 */
export function preloadPages(): Plugin {
  return {
    name: 'hatif-preload-pages',
    apply: 'build',
    enforce: 'post',
    transformIndexHtml(html) {
      const boot = '<script src="/boot.js"></script>';
      if (!html.includes(boot)) throw new Error('index.html: boot.js was not found');
      // Not async: it has asked before the app begins, and the app takes what it asked for.
      return html.replace(boot, `${boot}\n    <script src="/preload.js"></script>`);
    },
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
        const chunkOf = (module: string) => {
          const chunk = chunks.find((candidate) => candidate.moduleIds.includes(module));
          if (!chunk) this.error(`preload.js: ${module} is in no chunk`);
          return chunk;
        };
        const started = new Set<string>();
        const follow = (file: string, into: Set<string>) => {
          if (started.has(file) || into.has(file)) return;
          into.add(file);
          const chunk = chunks.find(({ fileName }) => fileName === file);
          for (const imported of chunk?.imports ?? []) follow(imported, into);
        };
        follow(chunkOf(resolve('src/main.tsx')).fileName, started);
        const filesOf = (modules: string[]) => {
          const files = new Set<string>();
          for (const module of modules) follow(chunkOf(module).fileName, files);
          return [...files].map((file) => `/${file}`);
        };
        const inLanguage = (language: string, texts: string[]) =>
          filesOf(
            ['common', 'shell', ...texts].map((name) =>
              resolve(`src/lib/i18n/${language}/${name}.json`),
            ),
          );
        const pages = lazyPages().map(({ path, texts, module }) => ({
          path: `^${path.replace(/\/:\w+\?/g, '(/[^/]+)?').replace(/:\w+/g, '[^/]+')}/?$`,
          code: filesOf([module]),
          en: inLanguage('en', texts),
          ar: inLanguage('ar', texts),
        }));
        const source = readFileSync('preload.template.js', 'utf8').replace(
          "['__PAGES__']",
          JSON.stringify(pages),
        );
        this.emitFile({ type: 'asset', fileName: 'preload.js', source });
      },
    },
  };
}

/** Tells the widget's loader, whose name stays, what the rest of the widget is called. */
export function widgetLoader(): Plugin {
  return {
    name: 'hatif-widget-loader',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const app = Object.values(bundle).find(
          (output) => output.type === 'chunk' && output.name === 'app',
        );
        const loader = bundle['widget.js'];
        if (!app || loader?.type !== 'chunk' || !loader.code.includes('__WIDGET_APP__')) {
          this.error('widget.js: the place of the name of the app was not found');
        }
        loader.code = loader.code.replace('__WIDGET_APP__', app.fileName);
      },
    },
  };
}

/** Writes X.gz and X.br beside each text file, so that the server only has to pick one. */
export function precompress(): Plugin {
  return {
    name: 'hatif-precompress',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        for (const [file, output] of Object.entries(bundle)) {
          if (!/\.(js|css|html|svg|json)$/.test(file)) continue;
          const text = output.type === 'chunk' ? output.code : output.source;
          const packed = { gz: gzipSync(text, { level: 9 }), br: brotliCompressSync(text) };
          for (const [ending, source] of Object.entries(packed)) {
            this.emitFile({ type: 'asset', fileName: `${file}.${ending}`, source });
          }
        }
      },
    },
  };
}

/**
 * Radix Select writes an inline <style> that hides the scrollbar of its list, which
 * `style-src 'self'` forbids. The rule lives in styles/index.css instead. The build stops when the
 * pattern is gone, so that a version bump cannot bring the violation back unseen.
 */
export function radixSelectWithoutInlineStyle(): Plugin {
  const inlineStyle = /\/\* @__PURE__ \*\/ jsx\(\s*"style",[\s\S]*?nonce\s*\}\s*\),/;
  return {
    name: 'hatif-radix-select-style',
    apply: 'build',
    transform(code, id) {
      if (!id.includes('@radix-ui/react-select/dist/index.mjs')) return null;
      if (!inlineStyle.test(code)) this.error('radix select: the inline <style> was not found');
      return { code: code.replace(inlineStyle, ''), map: null };
    },
  };
}

/** Emits licenses.txt: what the app is made of, and the terms that travel with it. */
export function licences(): Plugin {
  return {
    name: 'hatif-licences',
    apply: 'build',
    generateBundle() {
      const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
      const parts = Object.keys(dependencies).map((name) => {
        const folder = `node_modules/${name}`;
        const { version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
        const file = ['LICENSE', 'LICENSE.md', 'license', 'LICENSE.txt']
          .map((candidate) => `${folder}/${candidate}`)
          .find((candidate) => existsSync(candidate));
        const text = file ? readFileSync(file, 'utf8').trim() : '';
        return `${name} ${version} (${license})\n\n${text}`;
      });
      const names = readFileSync('src/features/chat/composer/emoji/LICENSE', 'utf8').trim();
      parts.push(`Names of emoji: Unicode CLDR 48.2 (Unicode-3.0)\n\n${names}`);
      const source = `${parts.join(`\n\n${'-'.repeat(72)}\n\n`)}\n`;
      this.emitFile({ type: 'asset', fileName: 'licenses.txt', source });
    },
  };
}
