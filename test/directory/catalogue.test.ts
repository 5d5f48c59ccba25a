// The rules of a catalogue, and that they are those of the configuration file.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  BUILT_IN_ROLES,
  NAMES,
  withChangedLibrary,
  withChangedRole,
  withDefaultLibrary,
  withLibrary,
  withoutLibrary,
  withoutRole,
  withRole,
} from '../../src/directory/catalogue';
import type { Role } from '../../src/directory/customer';
import { RULE_NAMES, ruleValue, RULE_VALUES } from '../../src/directory/rule-values';
import { settingsDifferences, withSettings } from '../../src/directory/settings';
import { firm, refusalOf } from './firm';

const CUSTOMER = firm();
const ROLE: Role = {
  id: 'SENIOR',
  description: '',
  external: false,
  controlCenterAccess: 'none',
  privileges: [],
};
const refused = (code: string, message: RegExp): object => ({
  code,
  message: expect.stringMatching(message) as string,
});

interface JsonSchema {
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
}
const { definitions } = JSON.parse(
  readFileSync(join(__dirname, '..', '..', 'schemas', 'gateway-config.schema.json'), 'utf8'),
) as { readonly definitions: Readonly<Record<string, JsonSchema>> };

describe('the catalogue and the configuration file', () => {
  it.each([
    ['libraryId', definitions['library']?.properties?.['id']?.pattern],
    ['displayName', definitions['library']?.properties?.['displayName']?.pattern],
    ['description', definitions['role']?.properties?.['description']?.pattern],
    ['privilege', definitions['role']?.properties?.['privileges']?.items?.pattern],
  ] as const)('have the same pattern for %s', (name, pattern) => {
    expect(NAMES[name].source).toBe(pattern);
  });

  it('have the same role names, but for the built-in one with a space', () => {
    const pattern = new RegExp(definitions['role']?.properties?.['id']?.pattern ?? '', 'u');
    for (const name of ['PARALEGAL', 'Ä-1_2', 'two words', 'a.b', '', 'x'.repeat(255)])
      expect(NAMES.roleId.test(name)).toBe(pattern.test(name));
  });

  it.each(RULE_NAMES)('take the same values for the rule %s', (name) => {
    const [first = '', second] = name.split('.');
    const rule = definitions['rules']?.properties?.[first];
    const schema = second === undefined ? rule : rule?.properties?.[second];
    expect(schema?.enum ?? schema?.maximum).toEqual(RULE_VALUES[name]);
  });
});

describe('withLibrary, withChangedLibrary, withoutLibrary, withDefaultLibrary', () => {
  const library = { id: 'NEW', displayName: 'New', type: 'worksite', hidden: false } as const;

  it('add a library with the two roles that every library has', () => {
    const { libraries } = withLibrary(CUSTOMER, library);
    expect(libraries.at(-1)).toEqual({ ...library, roles: BUILT_IN_ROLES });
  });

  it('refuse one that exists, without letter case, and one whose id is no id', () => {
    expect(refusalOf(() => withLibrary(CUSTOMER, { ...library, id: 'active' }))).toMatchObject(
      refused('uniqueness', /^library "active" exists/),
    );
    expect(refusalOf(() => withLibrary(CUSTOMER, { ...library, id: 'two words' }))).toMatchObject(
      refused('invalidValue', /not "two words"/),
    );
  });

  it('hide and rename, and leave the id', () => {
    const { libraries } = withChangedLibrary(CUSTOMER, 'tax', { hidden: true, displayName: 'Taxes' });
    expect(libraries[2]).toMatchObject({ id: 'TAX', hidden: true, displayName: 'Taxes' });
  });

  it('remove one, but never the default library', () => {
    expect(withoutLibrary(CUSTOMER, 'TAX').libraries.map(({ id }) => id)).toEqual(['ACTIVE', 'ARCHIVE']);
    expect(refusalOf(() => withoutLibrary(CUSTOMER, 'ACTIVE'))).toMatchObject(
      refused('forbidden', /make another one the default first/),
    );
  });

  it('make another one the default, and name the known ones for an unknown', () => {
    expect(withDefaultLibrary(CUSTOMER, 'archive').defaultLibrary).toBe('ARCHIVE');
    expect(refusalOf(() => withDefaultLibrary(CUSTOMER, 'X'))).toMatchObject(
      refused('invalidValue', /known: ACTIVE, ARCHIVE, TAX/),
    );
  });
});

describe('withRole, withChangedRole, withoutRole', () => {
  it('add a role to one library and to no other', () => {
    const { libraries } = withRole(CUSTOMER, 'archive', ROLE);
    expect(libraries.map(({ roles }) => roles.some(({ id }) => id === 'SENIOR'))).toEqual([
      false,
      true,
      false,
    ]);
  });

  it.each([
    [
      'one that exists without letter case',
      { ...ROLE, id: 'reader' },
      'uniqueness',
      /exists in library "ARCHIVE"/,
    ],
    ['a space in the name', { ...ROLE, id: 'A B' }, 'invalidValue', /no spaces; not "A B"/],
    ['a name of 255', { ...ROLE, id: 'x'.repeat(255) }, 'invalidValue', /1 to 254/],
    ['a long description', { ...ROLE, description: 'x'.repeat(255) }, 'invalidValue', /up to 254/],
    ['an impossible privilege', { ...ROLE, privileges: ['1'] }, 'invalidValue', /privileges: /],
    [
      'Control Center access of an external role',
      { ...ROLE, external: true, controlCenterAccess: 'tier1' },
      'invalidValue',
      /cannot be given to the external role/,
    ],
  ] as const)('refuse %s', (_title, role, code, message) => {
    expect(refusalOf(() => withRole(CUSTOMER, 'ARCHIVE', role))).toMatchObject(refused(code, message));
  });

  it('change what a role may do, and leave its name and kind', () => {
    const { libraries } = withChangedRole(
      CUSTOMER,
      { library: 'ACTIVE', role: 'partner' },
      { privileges: ['import'], controlCenterAccess: 'tier2' },
    );
    expect(libraries[0]?.roles.find(({ id }) => id === 'PARTNER')).toMatchObject({
      external: false,
      privileges: ['import'],
      controlCenterAccess: 'tier2',
    });
  });

  it('remove a role, but neither DEFAULT nor DEFAULT EXTERNAL', () => {
    const { libraries } = withoutRole(CUSTOMER, 'ARCHIVE', 'reader');
    expect(libraries[1]?.roles.map(({ id }) => id)).toEqual(['DEFAULT', 'DEFAULT EXTERNAL']);
    for (const name of ['default', 'Default External'])
      expect(refusalOf(() => withoutRole(CUSTOMER, 'ACTIVE', name))).toMatchObject(
        refused('forbidden', /in every library/),
      );
  });
});

describe('ruleValue', () => {
  it('sets one rule or one part of the brake', () => {
    expect(ruleValue(CUSTOMER.rules, 'validation', 'strict')).toEqual({
      ...CUSTOMER.rules,
      validation: 'strict',
    });
    expect(ruleValue(CUSTOMER.rules, 'massDisable.count', '5').massDisable).toEqual({
      ...CUSTOMER.rules.massDisable,
      count: 5,
    });
  });

  it.each([
    ['validaton', 'strict', /known: reenableLibraries, /],
    ['constructor', 'x', /is unknown/],
    ['validation', 'sloppy', /none of lenient, strict/],
    ['massDisable.percent', '101', /from 1 to 100/],
    ['massDisable.count', '0', /from 1 to/],
  ])('refuses %s = %s and says what would do', (name, value, message) => {
    expect(refusalOf(() => ruleValue(CUSTOMER.rules, name, value))).toMatchObject(
      refused('invalidValue', message),
    );
  });
});

describe('withSettings and settingsDifferences', () => {
  const settings = {
    customer: 'firm',
    version: 3,
    libraries: withRole(CUSTOMER, 'ARCHIVE', ROLE).libraries.filter(({ id }) => id !== 'TAX'),
    rules: { validation: 'strict' },
  } as const;

  it('lets what was changed later win over the configuration', () => {
    const now = withSettings(CUSTOMER, settings);
    expect(now.rules).toEqual({ ...CUSTOMER.rules, validation: 'strict' });
    expect(now.libraries.map(({ id }) => id)).toEqual(['ACTIVE', 'ARCHIVE']);
    expect(withSettings(CUSTOMER, undefined)).toBe(CUSTOMER);
  });

  it('says where the two differ, and nothing where they do not', () => {
    expect(settingsDifferences(CUSTOMER, settings)).toEqual([
      'role "SENIOR" of library "ARCHIVE" is not in the file; it exists',
      'library "TAX" is in the file only; it does not exist',
      'rule validation: "strict" is kept, the file says "lenient"',
    ]);
    expect(
      settingsDifferences(CUSTOMER, { customer: 'firm', version: 1, libraries: CUSTOMER.libraries }),
    ).toEqual([]);
  });
});
