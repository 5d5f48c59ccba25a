// Every page of the console: its path, its name in the menu, and the component that shows it.

import type { Icon } from '@tabler/icons-react';
import type { ComponentType, LazyExoticComponent } from 'react';
import type { Role } from '../../admin/contract';

export interface Page {
  readonly path: string;
  /** Absent where no line of the menu leads there. */
  readonly menu?: { readonly label: string; readonly icon: Icon };
  /** The least that may look; viewers where nothing is said. */
  readonly role?: Role;
  readonly component: LazyExoticComponent<ComponentType>;
}

export const PAGES: readonly Page[] = [];
