/** When the demo company's day began; Dubai is UTC+4 all the year. */
export function midnight(): number {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Dubai' }).format(Date.now());
  return Date.parse(`${day}T00:00:00+04:00`);
}
