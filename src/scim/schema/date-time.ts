// Reads a dateTime (RFC 7643 §2.3.5, the XSD form); one without a zone is UTC wherever the process runs.

const XSD_DATE_TIME = /^(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(Z|[+-]\d{2}:\d{2})?$/;

/** Undefined where the text is no date and time. */
export function dateTimeOf(text: string): Date | undefined {
  const match = XSD_DATE_TIME.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, zone] = match;
  const date = new Date(zone === undefined ? `${text}Z` : text);
  if (Number.isNaN(date.getTime()) || Number(day) > daysIn(Number(year), Number(month))) return undefined;
  return date;
}

/** Date takes 30 February for 2 March; XSD knows no such day. */
function daysIn(year: number, month: number): number {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}
