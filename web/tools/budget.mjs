/* Fails when the app grows beyond what the slowest supported line can carry. Sizes are gzip. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const KB = 1024;
const limits = { initialJs: 230, css: 15, lazyRoute: 80, fonts: 140, loader: 5, widget: 30 };
const dist = new URL('../dist/', import.meta.url).pathname;
const assets = join(dist, 'assets');

const gzipOf = (path) => gzipSync(readFileSync(path), { level: 9 }).length / KB;
const html = readFileSync(join(dist, 'index.html'), 'utf8');
const files = readdirSync(assets);
const scripts = files.filter((file) => file.endsWith('.js'));

/* The file and what it imports statically, without what is there already. */
function follow(file, into, without = new Set()) {
  if (into.has(file) || without.has(file)) return into;
  into.add(file);
  const code = readFileSync(join(assets, file), 'utf8');
  for (const [, imported] of code.matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)) {
    follow(imported, into, without);
  }
  return into;
}

/* What the page needs before anything lazy. */
const initial = new Set();
for (const [, file] of html.matchAll(/\/assets\/([^"]+\.js)/g)) follow(file, initial);

const sum = (list) => [...list].reduce((total, file) => total + gzipOf(join(assets, file)), 0);
const ending = (end) => files.filter((file) => file.endsWith(end));
const fonts = ending('.woff2');
const fontSize = fonts.reduce((total, file) => total + readFileSync(join(assets, file)).length, 0);
/* What the sites of others load: the script they embed, and all that it brings. */
const brought = readFileSync(join(dist, 'widget.js'), 'utf8').match(/widget\/app-[\w-]+\.js/);
const widget = brought ? gzipOf(join(dist, brought[0])) : 0;
const lazy = scripts
  .filter((file) => !initial.has(file))
  .map((file) => [`lazy ${file}`, sum(follow(file, new Set(), initial)), limits.lazyRoute]);
const rows = [
  ['initial JavaScript', sum(initial), limits.initialJs],
  ['style sheets', sum(ending('.css')), limits.css],
  ...lazy,
  ['fonts', fontSize / KB, limits.fonts],
  ['loader of the widget', gzipOf(join(dist, 'widget.js')), limits.loader],
  ['the widget itself', widget, limits.widget],
];

let failed = false;
for (const [name, size, limit] of rows) {
  // Nothing at all means that this check no longer finds its files.
  const wrong = size > limit || size === 0;
  failed ||= wrong;
  if (size > 5 || wrong)
    console.log(
      `${wrong ? 'WRONG' : 'ok   '}${size.toFixed(1).padStart(7)} / ${limit} KB  ${name}`,
    );
}
if (failed || lazy.length === 0) process.exit(1);
