// Where a page begins, as the lists by name are asked. Pure.

/** Absent on the first page. */
export function nameOrderOf(after: string | undefined): { readonly after?: string } {
  return after === undefined ? {} : { after };
}
