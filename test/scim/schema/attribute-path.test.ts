// Finds the attribute that a client's text names, in the core schema, by URN, or in the one extension that has it.

import { findAttribute } from '../../../src/scim/schema/attribute-path';
import { ENTERPRISE, EVERY_TYPE, GROUP, IMANAGE, USER } from '../filter/resource-types';

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User';

describe('findAttribute', () => {
  it.each([
    ['userName', 'userName'],
    ['USERNAME', 'userName'],
    ['name.familyName', 'name.familyName'],
    ['emails', 'emails'],
    ['meta.lastModified', 'meta.lastModified'],
    [`${CORE}:name.givenName`, 'name.givenName'],
    [`${CORE.toUpperCase()}:ACTIVE`, 'active'],
    [ENTERPRISE, ENTERPRISE],
    [`${ENTERPRISE}:department`, `${ENTERPRISE}:department`],
    [`${ENTERPRISE}.department`, `${ENTERPRISE}:department`],
    [`${ENTERPRISE}:manager.value`, `${ENTERPRISE}:manager.value`],
    ['department', `${ENTERPRISE}:department`],
    ['manager.value', `${ENTERPRISE}:manager.value`],
    ['preferredLibrary', `${IMANAGE}:preferredLibrary`],
    [`${EVERY_TYPE}:links.$ref`, `${EVERY_TYPE}:links.$ref`],
  ])('%s is %s', (text, path) => {
    expect(findAttribute(USER, text)?.at(-1)?.path).toBe(path);
  });

  it('answers the attributes above it too', () => {
    const path = findAttribute(USER, `${ENTERPRISE}:manager.value`);
    expect(path?.map(({ name }) => name)).toEqual([ENTERPRISE, 'manager', 'value']);
  });

  it.each([
    '',
    '.',
    'userName.',
    '.userName',
    'userName.x',
    'name..givenName',
    'noSuch',
    ' userName',
    'urn:',
    CORE,
    `${CORE}:`,
    `${CORE}:noSuch`,
    `${ENTERPRISE}:`,
    `${ENTERPRISE}x`,
    `${ENTERPRISE}:userName`,
    'urn:other:User:department',
    '__proto__',
    'constructor',
    'name.__proto__',
    'name.constructor.prototype',
  ])('%j is no attribute', (text) => {
    expect(findAttribute(USER, text)).toBeUndefined();
  });

  it('does not guess where two extensions could be meant', () => {
    const ambiguous = { ...USER, extensions: [...USER.extensions, ...USER.extensions] };
    expect(findAttribute(ambiguous, 'department')).toBeUndefined();
    expect(findAttribute(ambiguous, 'userName')).toBeDefined();
  });

  it('looks in the type at hand only', () => {
    expect(findAttribute(GROUP, 'userName')).toBeUndefined();
    expect(findAttribute(GROUP, 'members.value')?.at(-1)?.path).toBe('members.value');
  });
});
