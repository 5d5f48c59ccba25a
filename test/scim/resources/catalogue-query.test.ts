// Order and filter in memory: the rules that the store's queries keep in MongoDB, on resources that are in no store.

import { join } from 'node:path';
import { inOrder, matching } from '../../../src/scim/resources/catalogue-query';
import type { JsonObject } from '../../../src/directory/json';
import { parseFilter } from '../../../src/scim/filter/parser';
import { resolveFilter } from '../../../src/scim/filter/resolve';
import { resolveSort } from '../../../src/scim/query/sort';
import { readPublishedSchemas } from '../../../src/scim/schema/published';
import { compileSchemaMap, type ResourceType } from '../../../src/scim/schema/schema-map';
import { LIMITS } from '../filter/resource-types';

const TYPES = compileSchemaMap(readPublishedSchemas(join(__dirname, '../../../schemas')));

function typeNamed(name: string): ResourceType {
  const type = TYPES.get(name);
  if (type === undefined) throw new Error(`schemas/ has no ${name}`);
  return type;
}

const ROLE = typeNamed('Role');
const LIBRARY = typeNamed('Library');
const IMANAGE_ROLE = 'urn:ietf:params:scim:schemas:extension:imanage:2.0:Role';

const sorted = (
  type: ResourceType,
  resources: readonly JsonObject[],
  sortBy: string,
  sortOrder?: string,
): readonly unknown[] => inOrder(type, resources, resolveSort(type, sortBy, sortOrder)).map(({ id }) => id);

describe('inOrder', () => {
  it('orders texts without letter case and by code point, as MongoDB orders UTF-8', () => {
    const names = ['b', '\u{1F600}', 'A', 'ﬀ', 'Z', 'a'];
    const roles = names.map((name) => ({ id: name, display: name }));
    expect(sorted(ROLE, roles, 'display')).toEqual(['A', 'a', 'b', 'ﬀ', 'Z', '\u{1F600}']);
    expect(
      sorted(
        ROLE,
        ['\u{1F600}', '\u{FFFD}'].map((name) => ({ id: name, display: name })),
        'display',
      ),
    ).toEqual(['\u{FFFD}', '\u{1F600}']);
  });

  it('puts false before true, and turns it around in descending order', () => {
    const roles = [true, false, true].map((supported, index) => ({ id: index, supported }));
    expect(sorted(ROLE, roles, 'supported')).toEqual([1, 0, 2]);
    expect(sorted(ROLE, roles, 'supported', 'descending')).toEqual([0, 2, 1]);
  });

  it('takes the first of several values, and a resource without any last, or first in descending order', () => {
    const libraries = [
      { id: 'none' },
      { id: 'z-a', roles: [{ value: 'z' }, { value: 'a' }] },
      { id: 'm', roles: [{ value: 'm' }] },
      { id: 'empty', roles: [] },
    ];
    expect(sorted(LIBRARY, libraries, 'roles')).toEqual(['m', 'z-a', 'none', 'empty']);
    expect(sorted(LIBRARY, libraries, 'roles.value', 'descending')).toEqual(['none', 'empty', 'z-a', 'm']);
    const roles = [
      { id: 'none' },
      { id: 'b', [IMANAGE_ROLE]: { privileges: ['b', 'a'] } },
      { id: 'a', [IMANAGE_ROLE]: { privileges: ['a'] } },
    ];
    expect(sorted(ROLE, roles, 'privileges')).toEqual(['a', 'b', 'none']);
  });

  it('without a sort leaves everything where it is', () => {
    const roles = [{ id: 'b' }, { id: 'a' }];
    expect(inOrder(ROLE, roles, undefined)).toEqual(roles);
  });
});

describe('matching', () => {
  const roles = [{ id: 'A', display: 'Größe' }, { id: 'B', display: 'other' }, { id: 'C' }];
  const found = (filter: string): readonly unknown[] =>
    matching(ROLE, roles, resolveFilter(ROLE, parseFilter(filter, LIMITS))).map(({ id }) => id);

  it('leaves the resources that meet the condition, in their order', () => {
    expect(found('display eq "GRÖSSE"')).toEqual(['A']);
    expect(found('display ne "other"')).toEqual(['A', 'C']);
    expect(found('not (display pr)')).toEqual(['C']);
    expect(found('id eq "a"')).toEqual([]);
  });

  it('without a condition leaves them all', () => {
    expect(matching(ROLE, roles, undefined)).toEqual(roles);
  });
});
