/** Looks into a parsed document that may have any shape, so that one misplaced value hides no other fault. */

export function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}

export function textOf(value: unknown, name: string): string | undefined {
  const field = fieldOf(value, name);
  return typeof field === 'string' ? field : undefined;
}

/** A part of the document and how people write where it stands, such as `customers[0].libraries[1]`. */
export interface Place {
  readonly path: string;
  readonly value: unknown;
}

export function listOf(parent: Place, name: string): readonly Place[] {
  const field = fieldOf(parent.value, name);
  const prefix = parent.path === '' ? name : `${parent.path}.${name}`;
  return Array.isArray(field)
    ? field.map((value: unknown, index) => ({ path: `${prefix}[${index}]`, value }))
    : [];
}
