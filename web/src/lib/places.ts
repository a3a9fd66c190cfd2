/** What a new company is offered: zones, currencies and countries, named in the language of the page. */

export interface Choice {
  value: string;
  label: string;
}

/** ISO 3166-1, two letters each: browsers name countries but do not list them. */
const COUNTRIES =
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS ' +
  'BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE ' +
  'EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM ' +
  'HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC ' +
  'LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA ' +
  'NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW ' +
  'SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO ' +
  'TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW';

/** Zone to country and currency, for the places where most installations are. */
const HOMES: Record<string, [country: string, currency: string]> = {
  'Asia/Dubai': ['AE', 'AED'],
  'Asia/Riyadh': ['SA', 'SAR'],
  'Asia/Kuwait': ['KW', 'KWD'],
  'Asia/Qatar': ['QA', 'QAR'],
  'Asia/Bahrain': ['BH', 'BHD'],
  'Asia/Muscat': ['OM', 'OMR'],
  'Asia/Amman': ['JO', 'JOD'],
  'Asia/Beirut': ['LB', 'LBP'],
  'Asia/Baghdad': ['IQ', 'IQD'],
  'Asia/Damascus': ['SY', 'SYP'],
  'Asia/Aden': ['YE', 'YER'],
  'Asia/Hebron': ['PS', 'ILS'],
  'Asia/Gaza': ['PS', 'ILS'],
  'Africa/Cairo': ['EG', 'EGP'],
  'Africa/Khartoum': ['SD', 'SDG'],
  'Africa/Tripoli': ['LY', 'LYD'],
  'Africa/Tunis': ['TN', 'TND'],
  'Africa/Algiers': ['DZ', 'DZD'],
  'Africa/Casablanca': ['MA', 'MAD'],
  'Europe/London': ['GB', 'GBP'],
  'Asia/Kolkata': ['IN', 'INR'],
  'Asia/Calcutta': ['IN', 'INR'],
  'Asia/Karachi': ['PK', 'PKR'],
};
const STANDARD = 'Asia/Dubai';

export interface Place {
  timeZone: string;
  country: string;
  currency: string;
}

/** Where a zone is; the product's own standard where we cannot tell. */
export function placeOf(timeZone: string): Place {
  const known = HOMES[timeZone];
  const [country, currency] = known ?? ['AE', 'AED'];
  return { timeZone, country, currency };
}

/** A browser that hides its zone says UTC: no office is there. */
export function placeHere(): Place {
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const known = zone && zone !== 'UTC' && Intl.supportedValuesOf('timeZone').includes(zone);
  return placeOf(known ? zone : STANDARD);
}

function named(codes: string[], type: 'region' | 'currency', language: string): Choice[] {
  const names = new Intl.DisplayNames(language, { type, fallback: 'code' });
  return codes
    .map((value) => ({ value, label: `${names.of(value)} (${value})` }))
    .sort((a, b) => a.label.localeCompare(b.label, language));
}

export function countries(language: string): Choice[] {
  return named(COUNTRIES.split(' '), 'region', language);
}

export function currencies(language: string): Choice[] {
  return named(Intl.supportedValuesOf('currency'), 'currency', language);
}

export function timeZones(): Choice[] {
  return Intl.supportedValuesOf('timeZone').map((value) => ({
    value,
    label: value.replaceAll('_', ' '),
  }));
}
