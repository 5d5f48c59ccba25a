// The shape in which the setting-up of an identity provider is written down; knows none of them.

import type { MappingRow } from './mapping';

/** Stands for the gateway's own base URL, which only the running gateway knows. */
export const BASE_URL = '{base URL}';
/** Stands for the token, which is shown once and stands in no guide. */
export const TOKEN = 'the token that was shown once when the connection was made';

export interface GuideText {
  readonly title: string;
  readonly before: readonly string[];
  readonly steps: readonly {
    readonly title: string;
    readonly detail: string;
    /** To be pasted there; null: nothing. */
    readonly copy: string | null;
  }[];
  readonly mapping: readonly MappingRow[];
  readonly afterwards: readonly string[];
}
