// The syntax tree of a SCIM filter (RFC 7644 §3.4.2.2) as the client wrote it; attribute names are not yet looked up.

export type CompareOperator = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le';

/** Positions count UTF-16 code units from 0 in the client's text; messages show them from 1. */
export type FilterNode =
  | { readonly kind: 'and' | 'or'; readonly operands: readonly FilterNode[] }
  | { readonly kind: 'not'; readonly operand: FilterNode }
  | { readonly kind: 'present'; readonly attribute: string; readonly position: number }
  | {
      readonly kind: 'compare';
      readonly attribute: string;
      readonly position: number;
      readonly operator: CompareOperator;
      readonly value: string | number | boolean | null;
    }
  /** `attribute[operand]`, where the brackets may be followed by `.sub op value` as some clients write it. */
  | {
      readonly kind: 'element';
      readonly attribute: string;
      readonly position: number;
      readonly operand: FilterNode;
    };

/** Bounds on one filter; beyond them it is refused before it is parsed further. */
export interface FilterLimits {
  readonly filterBytesMax: number;
  readonly filterDepthMax: number;
  readonly filterTokensMax: number;
}
