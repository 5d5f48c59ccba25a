// Reads what somebody filled into the fields of a form. Pure.

/** Trimmed; empty where the field is not there. */
export function fieldText(fields: FormData, name: string): string {
  const value = fields.get(name);
  return typeof value === 'string' ? value.trim() : '';
}

/** Whether a checkbox or switch of this name is on. */
export function isFieldOn(fields: FormData, name: string): boolean {
  return fields.has(name);
}

/** One for each line or comma. */
export function fieldList(fields: FormData, name: string): string[] {
  return fieldText(fields, name)
    .split(/[\n,;]/)
    .map((each) => each.trim())
    .filter((each) => each !== '');
}

/** Absent where nothing is filled in: then nothing is said of it. */
export function ifSaid<N extends string>(name: N, value: string): Partial<Record<N, string>> {
  return value === '' ? {} : ({ [name]: value } as Record<N, string>);
}
