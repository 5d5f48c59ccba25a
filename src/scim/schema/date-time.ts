// Reads a dateTime (RFC 7643 §2.3.5, the XSD form); one without a zone is UTC wherever the process runs.

const XSD_DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(Z|[+-]\d{2}:\d{2})?$/;

/** Undefined where the text is no date and time. */
export function dateTimeOf(text: string): Date | undefined {
  const match = XSD_DATE_TIME.exec(text);
  if (match === null) return undefined;
  const date = new Date(match[1] === undefined ? `${text}Z` : text);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
