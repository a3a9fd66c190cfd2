/*
 * Puts the two API documentation pages into dist/docs and dist/redoc, complete: no page of them
 * asks another host. Runs after `vite build`.
 */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const require = createRequire(import.meta.url);
const here = new URL('.', import.meta.url).pathname;
const dist = new URL('../dist/', import.meta.url).pathname;

const REDOC_LOGO = 'https://cdn.redoc.ly/redoc/logo-mini.svg';
const EMPTY_IMAGE =
  'data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 width=%221%22 height=%221%22/%3E';

function put(folder, name, content) {
  const path = join(dist, folder, name);
  writeFileSync(path, content);
  writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
  writeFileSync(`${path}.br`, brotliCompressSync(content));
}

function page(folder) {
  mkdirSync(join(dist, folder), { recursive: true });
  put(folder, 'index.html', readFileSync(join(here, `${folder}.html`)));
  put(folder, 'page.js', readFileSync(join(here, `${folder}.js`)));
  put(folder, 'page.css', readFileSync(join(here, `${folder}.css`)));
}

/* One character of difference in the next release must stop the build, not call another host. */
function withoutLogo(code) {
  if (!code.includes(REDOC_LOGO)) throw new Error('redoc: the address of its logo was not found');
  return code.replaceAll(REDOC_LOGO, EMPTY_IMAGE);
}

page('docs');
const swagger = dirname(require.resolve('swagger-ui-dist/package.json'));
for (const name of ['swagger-ui-bundle.js', 'swagger-ui.css']) {
  put('docs', name, readFileSync(join(swagger, name)));
}
copyFileSync(join(swagger, 'LICENSE'), join(dist, 'docs', 'LICENSE.txt'));

page('redoc');
const redoc = dirname(require.resolve('redoc/package.json'));
const standalone = readFileSync(join(redoc, 'bundles', 'redoc.standalone.js'), 'utf8');
put('redoc', 'redoc.standalone.js', withoutLogo(standalone));
copyFileSync(join(redoc, 'LICENSE'), join(dist, 'redoc', 'LICENSE.txt'));
