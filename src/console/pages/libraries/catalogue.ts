// The catalogue as its page shows it.

import type { Answer } from '../../shell/api';

type Catalogue = Answer<'catalogue.show'>;
export type Library = Catalogue['libraries'][number];
export type Role = Library['roles'][number];

export const LIBRARY_TYPES = [
  { value: 'worksite', label: 'WorkSite (documents)' },
  { value: 'linksite', label: 'LinkSite (links)' },
] as const;

export const ACCESS_LEVELS = [
  { value: 'none', label: 'None' },
  { value: 'tier1', label: 'Tier 1' },
  { value: 'tier2', label: 'Tier 2' },
] as const;
