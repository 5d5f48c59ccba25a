// What stands in a field of a form that was sent; a file is none of ours.

/** Empty where there is no such field. */
export function fieldText(fields: FormData, name: string): string {
  const value = fields.get(name);
  return typeof value === 'string' ? value : '';
}
