import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

const PUBLIC_SHELL = ['/index.html', '/boot.js', '/icon.svg', '/manifest.webmanifest'];

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
          .filter((file) => /\.(js|css)$/.test(file))
          .map((file) => `/${file}`)
          .sort();
        const precache = [...PUBLIC_SHELL, ...chunks];
        const hash = createHash('sha256').update(JSON.stringify(precache));
        for (const file of ['index.html', 'sw.template.js', 'public/boot.js', 'public/icon.svg']) {
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

/** Writes X.gz beside each text file, so that the server only has to pick it. */
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
          this.emitFile({
            type: 'asset',
            fileName: `${file}.gz`,
            source: gzipSync(text, { level: 9 }),
          });
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
      const source = `${parts.join(`\n\n${'-'.repeat(72)}\n\n`)}\n`;
      this.emitFile({ type: 'asset', fileName: 'licenses.txt', source });
    },
  };
}
