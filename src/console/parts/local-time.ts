// Moments between RFC 3339 and what a field for date and time takes, in the zone of the reader. Pure but for that zone.

/** As `<input type="datetime-local">` has it; empty where it is no moment. */
export function toLocalField(at: string): string {
  const moment = new Date(at);
  if (Number.isNaN(moment.getTime())) return '';
  const [year, ...others] = [
    moment.getFullYear(),
    moment.getMonth() + 1,
    moment.getDate(),
    moment.getHours(),
    moment.getMinutes(),
  ];
  const [month, day, hour, minute] = others.map((part) => String(part).padStart(2, '0'));
  return `${String(year).padStart(4, '0')}-${month}-${day}T${hour}:${minute}`;
}

/** RFC 3339; empty where the field says no moment. */
export function fromLocalField(text: string): string {
  const moment = new Date(text);
  return Number.isNaN(moment.getTime()) ? '' : moment.toISOString();
}
