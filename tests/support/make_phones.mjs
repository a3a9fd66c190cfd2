// Writes tests/support/phones.tsv: phone numbers as people write them, and what
// libphonenumber-js makes of them. The table of numbering plans is tested against it.
//
// usage: npm install --no-save libphonenumber-js && node tests/support/make_phones.mjs
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isPossiblePhoneNumber, parsePhoneNumber } from 'libphonenumber-js/max';

const require = createRequire(import.meta.url);
const examples = require('libphonenumber-js/examples.mobile.json');

const countries =
  'AE SA KW QA BH OM EG JO LB IQ YE SY PS MA DZ TN LY SD TR IN PK GB US CA DE FR ES NL IR BD PH LK MR DJ'.split(
    ' ',
  );

// Landlines, by hand: the package has examples of mobile numbers only.
const landlines = {
  AE: '042345678',
  SA: '0112345678',
  KW: '22345678',
  QA: '44123456',
  BH: '17001234',
  OM: '23123456',
  EG: '0234567890',
  JO: '062001234',
  LB: '01123456',
  IQ: '012345678',
  YE: '01234567',
  SY: '0112345678',
  PS: '022234567',
  MA: '0520123456',
  DZ: '021345678',
  TN: '30010123',
  LY: '0212345678',
  SD: '0153123456',
  TR: '02123456789',
  IN: '07410410123',
  PK: '02123456789',
  GB: '01212345678',
  US: '2015550123',
  CA: '5062345678',
  DE: '030123456',
  FR: '0123456789',
  ES: '810123456',
  NL: '0101234567',
  IR: '02123456789',
  BD: '027111234',
  PH: '0232345678',
  LK: '0112345678',
  MR: '35123456',
  DJ: '21360003',
};

// The same everywhere, so that a change of the file is a change of meaning.
let state = 20241108;
const random = (below) => {
  state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
  return (state >>> 8) % below;
};

const arabicDigits = (text) => text.replace(/\d/g, (d) => String.fromCharCode(0x660 + Number(d)));

function* variants(national, number) {
  const abroad = number.number.slice(1);
  yield national;
  yield number.formatNational();
  yield number.formatInternational();
  yield number.number;
  yield `00${abroad}`;
  yield number.formatInternational().replaceAll(' ', '-');
  yield number.formatNational().replaceAll(' ', '.');
  yield arabicDigits(national);
  yield `\u202a${number.formatInternational()}\u202c`;
}

function* wrong(national) {
  yield national.slice(0, 3);
  yield `${national}12345678`;
  yield `${national}x`;
  yield national.replace(/\d$/, 'A');
}

const rows = [];
const add = (country, written, wanted, display, abroad) =>
  rows.push([country, written, wanted, display, abroad].join('\t'));

for (const country of countries) {
  const mobile = parsePhoneNumber(examples[country], country);
  const samples = [mobile.formatNational().replaceAll(/\D/g, ''), landlines[country]];
  const stem = samples[0].slice(0, -5);
  for (let i = 0; i < 8; i++) samples.push(stem + String(random(100000)).padStart(5, '0'));
  for (const sample of samples) {
    const number = parsePhoneNumber(sample, country);
    if (!number.isValid()) continue;
    for (const written of variants(sample, number))
      add(country, written, number.number, number.formatNational(), number.formatInternational());
  }
  for (const written of wrong(samples[0])) {
    if (!isPossiblePhoneNumber(written, country) || /[xA]$/.test(written))
      add(country, written, '-', '-', '-');
  }
}
writeFileSync(new URL('phones.tsv', import.meta.url), `${rows.join('\n')}\n`);
console.log(`${rows.length} rows`);
