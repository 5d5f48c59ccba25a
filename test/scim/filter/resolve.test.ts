// What a filter means once its names are looked up: pairs of text and condition, and what is refused and why.
import type { Comparison, Condition, Literal } from '../../../src/directory/condition';
import { parseFilter } from '../../../src/scim/filter/parser';
import { resolveElementFilter, resolveFilter } from '../../../src/scim/filter/resolve';
import type { ResourceType } from '../../../src/scim/schema/schema-map';
import { ENTERPRISE, EVERY_TYPE, GROUP, IMANAGE, LIMITS, USER } from './resource-types';

const enterprise = ENTERPRISE.replaceAll('.', '_');
const everyType = EVERY_TYPE.replaceAll('.', '_');
const imanage = IMANAGE.replaceAll('.', '_');

const compare = (path: readonly string[], operator: Comparison, literal: Literal): Condition => ({
  kind: 'compare',
  path,
  operator,
  literal,
});
const present = (...path: string[]): Condition => ({ kind: 'present', path });
const not = (condition: Condition): Condition => ({ kind: 'not', condition });
const and = (...conditions: Condition[]): Condition => ({ kind: 'and', conditions });
const or = (...conditions: Condition[]): Condition => ({ kind: 'or', conditions });
const element = (path: readonly string[], condition: Condition): Condition => ({
  kind: 'element',
  path,
  condition,
});
const related = (relation: 'groups' | 'members', id: string | null): Condition => ({
  kind: 'related',
  relation,
  id,
});

const conditionOf = (text: string, type = USER): Condition => resolveFilter(type, parseFilter(text, LIMITS));

function refusalOf(text: string, type: ResourceType = USER): unknown {
  try {
    return conditionOf(text, type);
  } catch (error) {
    return error;
  }
}

describe('a name', () => {
  it.each<[string, readonly string[]]>([
    ['USERNAME', ['userName']],
    ['urn:ietf:params:scim:schemas:core:2.0:User:userName', ['userName']],
    ['urn:ietf:params:scim:schemas:core:2.0:User:name.familyName', ['name', 'familyName']],
    ['id', ['id']],
    ['externalId', ['externalId']],
    ['schemas', ['schemas']],
    ['meta.resourceType', ['meta', 'resourceType']],
    ['emails.type', ['emails', 'type']],
    [`${ENTERPRISE}:department`, [enterprise, 'department']],
    ['department', [enterprise, 'department']],
    [`${ENTERPRISE}:manager.$ref`, [enterprise, 'manager', '_ref']],
    [`${EVERY_TYPE.toUpperCase()}:ALIAS-NAME_2`, [everyType, 'alias-name_2']],
    [IMANAGE, [imanage]],
  ])('%s is found', (name, path) => {
    expect(conditionOf(`${name} pr`)).toEqual(present(...path));
  });

  it.each([
    ['emial eq "x"', 1, 'emial', 'of User'],
    ['a pr and name.first pr', 1, 'a', 'of User'],
    ['name.first pr', 1, 'name.first', 'of User'],
    ['title pr or emails[kind eq "x"]', 20, 'kind', 'inside emails[…]'],
    ['emails[emails.type eq "x"]', 8, 'emails.type', 'inside emails[…]'],
    ['name[first pr]', 6, 'first', 'inside name[…]'],
    ['members pr', 1, 'members', 'of User'],
    ['urn:x:2.0:User:userName pr', 1, 'urn:x:2.0:User:userName', 'of User'],
  ])('that is unknown is refused: %s', (text, character, name, place) => {
    expect(refusalOf(text)).toMatchObject({
      status: 400,
      scimType: 'invalidFilter',
      detail: `filter refused at character ${character}: there is no attribute "${name}" ${place}`,
    });
  });

  it.each([
    ['password eq "x"', 'password'],
    ['password pr', 'password'],
    [`${EVERY_TYPE}:links[pin eq "x"]`, `${EVERY_TYPE}:links.pin`],
  ])('of what is never returned is refused as sensitive: %s', (text, path) => {
    expect(refusalOf(text)).toMatchObject({
      status: 403,
      scimType: 'sensitive',
      detail: `attribute "${path}" can be neither searched nor sorted by`,
    });
  });

  it.each([
    [
      'meta.location eq "x"',
      1,
      'attribute "meta.location" cannot be searched: it ends in the id, so filter by id',
    ],
    [
      'meta[version pr]',
      6,
      'attribute "meta.version" cannot be searched: it is the ETag, so filter by id and compare the ETag',
    ],
  ])('of what is kept nowhere is refused: %s', (text, character, fault) => {
    expect(refusalOf(text)).toMatchObject({
      status: 400,
      scimType: 'invalidFilter',
      detail: `filter refused at character ${character}: ${fault}`,
    });
  });
});

describe('a comparison', () => {
  it.each<[string, Condition]>([
    ['userName eq "JDoe"', compare(['userName'], 'eq', 'jdoe')],
    ['userName co "Straße"', compare(['userName'], 'co', 'strasse')],
    ['externalId eq "JDoe"', compare(['externalId'], 'eq', 'JDoe')],
    ['id ne "A1"', compare(['id'], 'ne', 'A1')],
    ['active eq true', compare(['active'], 'eq', true)],
    ['active ne "False"', compare(['active'], 'ne', false)],
    [`${EVERY_TYPE}:level gt 2`, compare([everyType, 'level'], 'gt', 2)],
    [`${EVERY_TYPE}:badge eq "AAaa"`, compare([everyType, 'badge'], 'eq', 'AAaa')],
    [
      'meta.lastModified ge "2026-01-31T10:00:00.5+01:00"',
      compare(['meta', 'lastModified'], 'ge', new Date('2026-01-31T09:00:00.500Z')),
    ],
    ['emails co "@X"', compare(['emails', 'value'], 'co', '@x')],
    [`manager eq "A1"`, compare([enterprise, 'manager', 'value'], 'eq', 'A1')],
    ['title eq null', not(present('title'))],
    ['title eq ""', not(present('title'))],
    ['title ne null', present('title')],
    ['active ne ""', present('active')],
    ['emails eq null', not(present('emails'))],
    ['addresses ne ""', present('addresses')],
    ['title co ""', compare(['title'], 'co', '')],
    [
      'not (title pr) and active eq true or nickName pr',
      or(and(not(present('title')), compare(['active'], 'eq', true)), present('nickName')),
    ],
  ])('%s', (text, condition) => {
    expect(conditionOf(text)).toEqual(condition);
  });

  it.each([
    ['active eq "yes"', 'active', 'takes true or false'],
    ['active eq 1', 'active', 'takes true or false'],
    ['active gt true', 'active', 'can be compared with eq, ne, pr, not with gt'],
    ['active co "t"', 'active', 'can be compared with eq, ne, pr, not with co'],
    [
      'x509Certificates.value lt "AA"',
      'x509Certificates.value',
      'can be compared with eq, ne, pr, not with lt',
    ],
    ['x509Certificates sw "AA"', 'x509Certificates.value', 'can be compared with eq, ne, pr, not with sw'],
    ['userName eq 5', 'userName', 'takes a text in double quotes'],
    ['userName gt null', 'userName', 'takes a text in double quotes'],
    [`${EVERY_TYPE}:level eq "5"`, `${EVERY_TYPE}:level`, 'takes a number without quotes'],
    [
      `${EVERY_TYPE}:level co 5`,
      `${EVERY_TYPE}:level`,
      'can be compared with eq, ne, gt, ge, lt, le, pr, not with co',
    ],
    ['meta.created gt "yesterday"', 'meta.created', 'takes a date and time such as "2026-01-31T09:00:00Z"'],
    [
      'meta.created gt "2026-13-01T00:00:00Z"',
      'meta.created',
      'takes a date and time such as "2026-01-31T09:00:00Z"',
    ],
    ['meta.created gt 2026', 'meta.created', 'takes a date and time such as "2026-01-31T09:00:00Z"'],
    [
      'meta.created sw "2026"',
      'meta.created',
      'can be compared with eq, ne, gt, ge, lt, le, pr, not with sw',
    ],
    ['name eq "x"', 'name', /^has sub-attributes: compare one of name\.formatted, name\.familyName, /],
    ['addresses co "x"', 'addresses', /^has sub-attributes: compare one of addresses\.formatted, /],
    [`${ENTERPRISE} eq "x"`, ENTERPRISE, /^has sub-attributes: compare one of urn:.*:User:employeeNumber, /],
    [`userName sw "${'ﷺ'.repeat(120)}"`, 'userName', 'takes at most 2000 characters with co, sw and ew'],
  ])('that the attribute does not take is refused: %s', (text, path, fault) => {
    const prefix = `filter refused at character 1: attribute "${path}" `;
    const refusal = refusalOf(text) as { status: number; scimType: string; detail: string };
    expect([refusal.status, refusal.scimType]).toEqual([400, 'invalidFilter']);
    expect(refusal.detail.slice(0, prefix.length)).toBe(prefix);
    if (typeof fault === 'string') expect(refusal.detail.slice(prefix.length)).toBe(fault);
    else expect(refusal.detail.slice(prefix.length)).toMatch(fault);
  });
});

describe('brackets', () => {
  it.each<[string, Condition]>([
    [
      'emails[type eq "Work" and not (value co "@X")]',
      element(['emails'], and(compare(['type'], 'eq', 'work'), not(compare(['value'], 'co', '@x')))),
    ],
    [
      'emails[type eq "work"].value eq "X"',
      element(['emails'], and(compare(['type'], 'eq', 'work'), compare(['value'], 'eq', 'x'))),
    ],
    ['emails[primary eq "True"]', element(['emails'], compare(['primary'], 'eq', true))],
    ['emails[value eq null]', element(['emails'], not(present('value')))],
    [
      `${IMANAGE}:libraries[value eq "ACTIVE" and signInEnabled eq true]`,
      element(
        [imanage, 'libraries'],
        and(compare(['value'], 'eq', 'active'), compare(['signInEnabled'], 'eq', true)),
      ),
    ],
    [`${EVERY_TYPE}:links[$ref sw "http"]`, element([everyType, 'links'], compare(['_ref'], 'sw', 'http'))],
    [
      'name[familyName eq "X" or givenName pr]',
      or(compare(['name', 'familyName'], 'eq', 'x'), present('name', 'givenName')),
    ],
    [`${ENTERPRISE}[department eq "X"]`, compare([enterprise, 'department'], 'eq', 'x')],
    [
      `${ENTERPRISE}[manager eq "X"].costCenter pr`,
      and(compare([enterprise, 'manager', 'value'], 'eq', 'X'), present(enterprise, 'costCenter')),
    ],
    ['manager[value eq "X"]', compare([enterprise, 'manager', 'value'], 'eq', 'X')],
  ])('%s', (text, condition) => {
    expect(conditionOf(text)).toEqual(condition);
  });

  it('on a simple attribute are refused', () => {
    expect(refusalOf('schemas[value eq "x"]')).toMatchObject({
      status: 400,
      scimType: 'invalidFilter',
      detail:
        'filter refused at character 1: attribute "schemas" has no sub-attributes that could stand in brackets',
    });
  });
});

describe('a filter of one element', () => {
  const emails = USER.attributes.get('emails');

  it('has paths that begin at the element', () => {
    if (emails === undefined) throw new Error('users have emails');
    expect(resolveElementFilter(emails, parseFilter('type eq "Work" and primary eq "True"', LIMITS))).toEqual(
      and(compare(['type'], 'eq', 'work'), compare(['primary'], 'eq', true)),
    );
    expect(() => resolveElementFilter(emails, parseFilter('userName pr', LIMITS))).toThrow(
      'filter refused at character 1: there is no attribute "userName" inside emails[…]',
    );
    expect(() => resolveElementFilter(emails, parseFilter('value[type pr]', LIMITS))).toThrow(
      'filter refused at character 1: brackets cannot stand inside brackets',
    );
  });

  it('of members compares the member itself, not the relation', () => {
    const members = GROUP.attributes.get('members');
    if (members === undefined) throw new Error('groups have members');
    expect(resolveElementFilter(members, parseFilter('value eq "A1"', LIMITS))).toEqual(
      compare(['value'], 'eq', 'A1'),
    );
  });
});

describe('a relation', () => {
  it.each<[string, ResourceType, Condition]>([
    ['groups eq "A1"', USER, related('groups', 'A1')],
    ['groups.value eq "A1"', USER, related('groups', 'A1')],
    ['groups[value eq "A1"]', USER, related('groups', 'A1')],
    ['groups ne "A1"', USER, not(related('groups', 'A1'))],
    ['groups pr', USER, related('groups', null)],
    ['groups.value pr', USER, related('groups', null)],
    ['groups eq null', USER, not(related('groups', null))],
    ['groups ne ""', USER, related('groups', null)],
    ['Members[Value eq "A1"]', GROUP, related('members', 'A1')],
    ['urn:ietf:params:scim:schemas:core:2.0:Group:members.value eq "A1"', GROUP, related('members', 'A1')],
    [
      'id eq "G1" and not (members eq "A1" or members pr)',
      GROUP,
      and(compare(['id'], 'eq', 'G1'), not(or(related('members', 'A1'), related('members', null)))),
    ],
  ])('%s', (text, type, condition) => {
    expect(conditionOf(text, type)).toEqual(condition);
  });

  it.each([
    ['members co "A1"', 1],
    ['members eq 5', 1],
    ['members.display eq "x"', 1],
    ['members.$ref pr', 1],
    ['displayName pr and members[value ne "A1"]', 20],
    ['members[display eq "x"]', 1],
    ['members[value eq "A1" or value eq "A2"]', 1],
    ['members[value eq null]', 1],
    ['members[value eq ""]', 1],
    ['members[value pr]', 1],
    ['members[type eq "User"].value eq "A1"', 1],
  ])('in another form is refused with the forms that do: %s', (text, character) => {
    expect(refusalOf(text, GROUP)).toMatchObject({
      status: 400,
      scimType: 'invalidFilter',
      detail:
        `filter refused at character ${character}: members can be searched by whole id only, as members eq "id", ` +
        'members ne "id", members.value eq "id", members[value eq "id"] or members pr',
    });
  });
});
