// Owns the customers of the proof: their catalogue and rules, which together take every value of every rule. Sends nothing.
import { randomBytes } from 'node:crypto';
import type { Rules } from '../../../src/directory/customer';

type FirmRules = Omit<Rules, 'massDisable'>;

interface FirmRole {
  readonly id: string;
  readonly external: boolean;
}

export interface Firm {
  readonly id: string;
  readonly token: string;
  readonly rules: FirmRules;
  readonly defaultLibrary: string;
  /** Roles by library, DEFAULT and DEFAULT EXTERNAL among them (imanage-model.md §1). */
  readonly catalogue: ReadonlyMap<string, readonly FirmRole[]>;
}

const DEFAULTS: FirmRules = {
  reenableLibraries: 'restore',
  membershipsOnDisable: 'keep',
  userIdConflict: 'reject',
  validation: 'lenient',
  groupNamePrefix: 'ignore',
  reservedGroups: 'refuse',
  nestedGroups: 'refuse',
};

/** What no firm may be given yet, with what it gets instead: a row for each rule value that the gateway still lacks. */
const NOT_YET: Partial<FirmRules> = {};

const FIRMS: Readonly<Record<string, Partial<FirmRules>>> = {
  plain: {},
  careful: { reenableLibraries: 'manual', membershipsOnDisable: 'remove', userIdConflict: 'suffix' },
  strict: { validation: 'strict', userIdConflict: 'suffix', groupNamePrefix: 'library' },
  flat: { nestedGroups: 'flatten' },
  flatter: {
    nestedGroups: 'flatten',
    membershipsOnDisable: 'remove',
    reservedGroups: 'allow',
    reenableLibraries: 'manual',
  },
  prefixed: { groupNamePrefix: 'library', reservedGroups: 'allow' },
  leaving: { membershipsOnDisable: 'remove', validation: 'strict' },
  everything: {
    reenableLibraries: 'manual',
    membershipsOnDisable: 'remove',
    userIdConflict: 'suffix',
    validation: 'strict',
    groupNamePrefix: 'library',
    reservedGroups: 'allow',
    nestedGroups: 'flatten',
  },
};

const OWN_ROLES: Readonly<Record<string, readonly FirmRole[]>> = {
  ACTIVE: [
    { id: 'PARALEGAL', external: false },
    { id: 'PARTNER', external: false },
    { id: 'CLIENT', external: true },
  ],
  ARCHIVE: [{ id: 'PARALEGAL', external: false }],
  CLOSED: [],
};
const IN_EVERY_LIBRARY: readonly FirmRole[] = [
  { id: 'DEFAULT', external: false },
  { id: 'DEFAULT EXTERNAL', external: true },
];

export const LIBRARIES = ['ACTIVE', 'ARCHIVE', 'CLOSED'] as const;

export function createFirms(): readonly Firm[] {
  const catalogue = new Map(
    LIBRARIES.map((library) => [library, [...(OWN_ROLES[library] ?? []), ...IN_EVERY_LIBRARY]]),
  );
  return Object.entries(FIRMS).map(([id, rules]) => ({
    id,
    token: randomBytes(32).toString('hex'),
    rules: { ...DEFAULTS, ...rules, ...NOT_YET },
    defaultLibrary: id === 'prefixed' ? 'ARCHIVE' : 'ACTIVE',
    catalogue,
  }));
}

/** GATEWAY_CONFIG's content, and the environment that holds the tokens. No brake: nobody is to be held back. */
export function configurationOf(firms: readonly Firm[]): {
  readonly file: object;
  readonly env: Readonly<Record<string, string>>;
} {
  const variable = ({ id }: Firm): string => `TOKEN_OF_${id.toUpperCase()}`;
  const customers = firms.map((firm) => ({
    id: firm.id,
    libraries: LIBRARIES.map((id) => ({ id, roles: OWN_ROLES[id] ?? [] })),
    defaultLibrary: firm.defaultLibrary,
    rules: { ...firm.rules, massDisable: { mode: 'off' } },
    connections: [{ name: 'idp', token: { env: variable(firm) } }],
  }));
  return {
    file: { customers: [...customers, { id: 'default' }] },
    env: Object.fromEntries(firms.map((firm) => [variable(firm), firm.token])),
  };
}
