/**
 * A call that the person asked the PBX for: it rings their own phone first, and the phone in the
 * browser takes it by itself.
 */
const WAIT_MS = 30_000;
/** Numbers are written in many ways; their last digits are the same in all of them. */
const DIGITS = 8;

let expected: { number: string; until: number } | null = null;

function tail(number: string): string {
  return number.replace(/\D/g, '').slice(-DIGITS);
}

/** Are both the same person's, however they are written? */
export function sameNumber(a: string, b: string): boolean {
  return tail(a) !== '' && tail(a) === tail(b);
}

export function expectCall(number: string, now = Date.now()): void {
  expected = { number, until: now + WAIT_MS };
}

export function expectNone(): void {
  expected = null;
}

/** Is this the call that was asked for? It is told once. */
export function takeExpected(number: string, now = Date.now()): boolean {
  const isIt = expected !== null && now < expected.until && sameNumber(expected.number, number);
  if (isIt) expected = null;
  return isIt;
}
