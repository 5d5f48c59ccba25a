// What sortBy and sortOrder mean (RFC 7644 §3.4.2.3), and what is refused and why.
import { resolveSort } from '../../../src/scim/query/sort';
import { ENTERPRISE, EVERY_TYPE, GROUP, IMANAGE, USER } from '../filter/resource-types';

const enterprise = ENTERPRISE.replaceAll('.', '_');
const everyType = EVERY_TYPE.replaceAll('.', '_');
const imanage = IMANAGE.replaceAll('.', '_');

function refusalOf(sortBy: string, sortOrder?: string, type = USER): unknown {
  try {
    return resolveSort(type, sortBy, sortOrder);
  } catch (error) {
    return error;
  }
}

describe('sortBy', () => {
  it.each([
    ['userName', USER, ['userName'], true],
    ['USERNAME', USER, ['userName'], true],
    ['id', USER, ['id'], true],
    ['meta.lastModified', USER, ['meta', 'lastModified'], true],
    ['meta.created', GROUP, ['meta', 'created'], true],
    ['displayName', GROUP, ['displayName'], true],
    ['displayName', USER, ['displayName'], false],
    ['externalId', USER, ['externalId'], false],
    ['name.familyName', USER, ['name', 'familyName'], false],
    ['emails', USER, ['emails', '0', 'value'], false],
    ['emails.value', USER, ['emails', '0', 'value'], false],
    ['emails.type', USER, ['emails', '0', 'type'], false],
    ['manager', USER, [enterprise, 'manager', 'value'], false],
    [`${ENTERPRISE}:department`, USER, [enterprise, 'department'], false],
    [`${IMANAGE}:libraries.role`, USER, [imanage, 'libraries', '0', 'role'], false],
    [`${EVERY_TYPE}:tags`, USER, [everyType, 'tags', '0'], false],
    [`${EVERY_TYPE}:links.$ref`, USER, [everyType, 'links', '0', '_ref'], false],
  ])('%s of $name', (sortBy, type, path, alwaysPresent) => {
    expect(resolveSort(type, sortBy, undefined)).toEqual({ path, descending: false, alwaysPresent });
  });

  it.each([
    ['nothing', 'there is no attribute "nothing" of User to sort by'],
    ['__proto__', 'there is no attribute "__proto__" of User to sort by'],
    ['emails[type eq "work"]', 'there is no attribute "emails[type eq \\"work\\"]" of User to sort by'],
    ['', 'there is no attribute "" of User to sort by'],
    ['meta.version', 'User cannot be sorted by "meta.version"; it is not kept with the resource'],
    ['groups', 'User cannot be sorted by "groups"; it is not kept with the resource'],
    ['groups.display', 'User cannot be sorted by "groups.display"; it is not kept with the resource'],
  ])('%j is refused', (sortBy, detail) => {
    expect(refusalOf(sortBy)).toMatchObject({ status: 400, scimType: 'invalidValue', detail });
  });

  it.each(['name', 'addresses', 'meta', ENTERPRISE])(
    'of the complex attribute %s asks for one of its sub-attributes',
    (sortBy) => {
      const refusal = refusalOf(sortBy) as { status: number; scimType: string; detail: string };
      expect([refusal.status, refusal.scimType]).toEqual([400, 'invalidValue']);
      expect(refusal.detail).toMatch(/ has sub-attributes; sort by one of \S+, \S+/);
    },
  );

  it('of what is never returned is refused as sensitive', () => {
    expect(refusalOf('password')).toMatchObject({ status: 403, scimType: 'sensitive' });
  });
});

describe('sortOrder', () => {
  it.each([
    [undefined, false],
    ['ascending', false],
    ['Ascending', false],
    ['descending', true],
    ['DESCENDING', true],
  ])('%s', (sortOrder, descending) => {
    expect(resolveSort(USER, 'userName', sortOrder).descending).toBe(descending);
  });

  it.each(['', 'desc', 'up'])('%j is refused', (sortOrder) => {
    expect(refusalOf('userName', sortOrder)).toMatchObject({
      status: 400,
      scimType: 'invalidValue',
      detail: `sortOrder is ascending or descending, not "${sortOrder}"`,
    });
  });
});
