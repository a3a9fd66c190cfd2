/* Fails when the app grows beyond what the slowest supported line can carry. Sizes are gzip. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const KB = 1024;
const limits = { initialJs: 230, css: 15, lazyRoute: 80, fonts: 140 };
const dist = new URL('../dist/', import.meta.url).pathname;
const assets = join(dist, 'assets');

const gzipOf = (path) => gzipSync(readFileSync(path), { level: 9 }).length / KB;
const html = readFileSync(join(dist, 'index.html'), 'utf8');
const files = readdirSync(assets);
const scripts = files.filter((file) => file.endsWith('.js'));

/* What the page needs before anything lazy: its scripts and what they import statically. */
const initial = new Set();
function follow(file) {
  if (initial.has(file)) return;
  initial.add(file);
  const code = readFileSync(join(assets, file), 'utf8');
  for (const [, imported] of code.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)) {
    follow(imported);
  }
}
for (const [, file] of html.matchAll(/assets\/([\w.-]+\.js)/g)) follow(file);

const rows = [];
const sum = (list) => list.reduce((total, file) => total + gzipOf(join(assets, file)), 0);
rows.push(['initial JavaScript', sum([...initial]), limits.initialJs]);
rows.push(['style sheets', sum(files.filter((file) => file.endsWith('.css'))), limits.css]);
for (const file of scripts.filter((script) => !initial.has(script))) {
  rows.push([`lazy ${file}`, gzipOf(join(assets, file)), limits.lazyRoute]);
}
const fonts = files.filter((file) => file.endsWith('.woff2'));
const fontSize = fonts.reduce((total, file) => total + readFileSync(join(assets, file)).length, 0);
rows.push(['fonts', fontSize / KB, limits.fonts]);

let failed = false;
for (const [name, size, limit] of rows) {
  const over = size > limit;
  failed ||= over;
  const big = size > 5 || over;
  if (big)
    console.log(`${over ? 'OVER ' : 'ok   '}${size.toFixed(1).padStart(7)} / ${limit} KB  ${name}`);
}
if (failed) process.exit(1);
