// The PATCH bodies that Entra, Okta and other identity providers send, each with its effect; members have their own file.

import type { JsonObject } from '../../../src/directory/json';
import { ENTERPRISE, GROUP, patched, patchedByBody, USER } from './patching';

const IVO: JsonObject = {
  userName: 'ivo.brandt@wren.example',
  externalId: 'ib-1',
  displayName: 'Ivo Brandt',
  nickName: 'Iv',
  title: 'Associate',
  active: true,
  name: { givenName: 'Ivo', familyName: 'Brandt' },
  emails: [{ value: 'ivo.brandt@wren.example', type: 'work', primary: true }],
  phoneNumbers: [{ value: '+353 1 555 0190', type: 'work' }],
  [ENTERPRISE]: { department: 'Property', employeeNumber: '4471' },
};
const extension = (change: JsonObject): JsonObject => ({
  [ENTERPRISE]: { ...(IVO[ENTERPRISE] as JsonObject), ...change },
});

interface Dialogue {
  readonly sent: string;
  readonly operations: readonly object[];
  /** The attributes that are otherwise afterwards; undefined: gone. */
  readonly change: Readonly<Record<string, unknown>>;
  readonly tolerances?: readonly string[];
}

function expectEffect({ operations, change, tolerances }: Dialogue): void {
  const { resource, tolerances: applied } = patched(USER, IVO, ...operations);
  expect(resource).toEqual(JSON.parse(JSON.stringify({ ...IVO, ...change })));
  expect(applied).toEqual(tolerances ?? []);
}

describe('Entra, in its default dialect', () => {
  it.each<Dialogue>([
    {
      sent: 'several attributes with capitalised operations',
      operations: [
        { op: 'Replace', path: 'emails[type eq "work"].value', value: 'ivo.hale@wren.example' },
        { op: 'Replace', path: 'name.familyName', value: 'Hale' },
      ],
      change: {
        emails: [{ value: 'ivo.hale@wren.example', type: 'work', primary: true }],
        name: { givenName: 'Ivo', familyName: 'Hale' },
      },
      tolerances: ['op-letter-case'],
    },
    {
      sent: 'adds to value paths that select nothing yet, the second to what the first created',
      operations: [
        { op: 'Add', path: 'addresses[type eq "work"].formatted', value: '2 Mill Lane, Floor 3' },
        { op: 'Add', path: 'addresses[type eq "work"].locality', value: 'Galway' },
        { op: 'Add', path: 'phoneNumbers[type eq "mobile"].value', value: '+353 (0)87 555 0155 x2' },
      ],
      change: {
        addresses: [{ type: 'work', formatted: '2 Mill Lane, Floor 3', locality: 'Galway' }],
        phoneNumbers: [
          { value: '+353 1 555 0190', type: 'work' },
          { value: '+353 (0)87 555 0155 x2', type: 'mobile' },
        ],
      },
      tolerances: ['element-created', 'op-letter-case'],
    },
    {
      sent: 'a replace on a value path that selects nothing',
      operations: [{ op: 'Replace', path: 'phoneNumbers[type eq "fax"].value', value: '+353 1 555 0191' }],
      change: {
        phoneNumbers: [
          { value: '+353 1 555 0190', type: 'work' },
          { value: '+353 1 555 0191', type: 'fax' },
        ],
      },
      tolerances: ['element-created', 'op-letter-case'],
    },
    {
      sent: 'sub-attributes in capitals',
      operations: [
        { op: 'Add', path: 'emails[type eq "other"].Value', value: 'ivo@alias.example' },
        { op: 'Add', path: 'addresses[type eq "other"].Formatted', value: 'Room 4.02' },
      ],
      change: {
        emails: [
          { value: 'ivo.brandt@wren.example', type: 'work', primary: true },
          { value: 'ivo@alias.example', type: 'other' },
        ],
        addresses: [{ type: 'other', formatted: 'Room 4.02' }],
      },
      tolerances: ['element-created', 'op-letter-case'],
    },
    {
      sent: 'enterprise attributes by their full URN',
      operations: [
        { op: 'Replace', path: `${ENTERPRISE}:department`, value: 'Property & Planning' },
        { op: 'Add', path: `${ENTERPRISE}:costCenter`, value: 'CC-204' },
      ],
      change: extension({ department: 'Property & Planning', costCenter: 'CC-204' }),
      tolerances: ['op-letter-case'],
    },
    {
      sent: 'a manager as a text',
      operations: [{ op: 'Add', path: `${ENTERPRISE}:manager`, value: 'm-7' }],
      change: extension({ manager: { value: 'm-7' } }),
      tolerances: ['op-letter-case', 'text-as-value'],
    },
    {
      sent: 'a manager as an empty text',
      operations: [
        { op: 'add', path: `${ENTERPRISE}:manager`, value: { value: 'm-7' } },
        { op: 'Replace', path: `${ENTERPRISE}:manager`, value: '' },
      ],
      change: {},
      tolerances: ['null-unassigns', 'op-letter-case'],
    },
    {
      sent: 'an app role as a text of JSON',
      operations: [
        { op: 'Add', path: 'roles', value: [{ value: '{"id":"5c1d","value":"31","displayName":"Reader"}' }] },
      ],
      change: { roles: [{ value: '{"id":"5c1d","value":"31","displayName":"Reader"}' }] },
      tolerances: ['op-letter-case'],
    },
    {
      sent: 'a single role selected by a quoted boolean',
      operations: [
        { op: 'Add', path: 'roles[primary eq "True"].value', value: 'editor' },
        { op: 'Add', path: 'roles[primary eq "True"].display', value: 'Editor' },
      ],
      change: { roles: [{ primary: true, value: 'editor', display: 'Editor' }] },
      tolerances: ['element-created', 'op-letter-case', 'text-boolean'],
    },
    {
      sent: 'a disable as text',
      operations: [{ op: 'Replace', path: 'active', value: 'False' }],
      change: { active: false },
      tolerances: ['op-letter-case', 'text-boolean'],
    },
    {
      sent: 'a disable as text in lower case',
      operations: [{ op: 'Replace', path: 'active', value: 'false' }],
      change: { active: false },
      tolerances: ['op-letter-case', 'text-boolean'],
    },
    {
      sent: 'an enable as text',
      operations: [
        { op: 'replace', path: 'active', value: false },
        { op: 'Replace', path: 'active', value: 'True' },
      ],
      change: {},
      tolerances: ['op-letter-case', 'text-boolean'],
    },
    {
      sent: 'a new login',
      operations: [{ op: 'Replace', path: 'userName', value: 'ivo.hale@wren-law.example' }],
      change: { userName: 'ivo.hale@wren-law.example' },
      tolerances: ['op-letter-case'],
    },
    {
      sent: 'the removal of a value by its value path',
      operations: [{ op: 'Remove', path: 'phoneNumbers[type eq "work"].value' }],
      change: { phoneNumbers: [{ type: 'work' }] },
      tolerances: ['op-letter-case'],
    },
  ])('$sent', expectEffect);
});

describe('Entra with aadOptscim062020', () => {
  it.each<Dialogue>([
    {
      sent: 'a disable',
      operations: [{ op: 'replace', path: 'active', value: false }],
      change: { active: false },
    },
    {
      sent: 'an enable',
      operations: [
        { op: 'replace', path: 'active', value: false },
        { op: 'replace', path: 'active', value: true },
      ],
      change: {},
    },
    {
      sent: 'a single attribute',
      operations: [{ op: 'add', path: 'nickName', value: 'Ivi' }],
      change: { nickName: 'Ivi' },
    },
    {
      sent: 'a value path beside an object of dotted and URN keys',
      operations: [
        { op: 'replace', path: 'emails[type eq "work"].value', value: 'ivo.hale@wren.example' },
        {
          op: 'replace',
          value: {
            displayName: 'Ivo Hale',
            'name.givenName': 'Ivo Carl',
            'name.familyName': 'Hale',
            [`${ENTERPRISE}:employeeNumber`]: '4472',
          },
        },
      ],
      change: {
        emails: [{ value: 'ivo.hale@wren.example', type: 'work', primary: true }],
        displayName: 'Ivo Hale',
        name: { givenName: 'Ivo Carl', familyName: 'Hale' },
        ...extension({ employeeNumber: '4472' }),
      },
      tolerances: ['dotted-key'],
    },
    {
      sent: 'an extension as a nested object, of which the rest survives',
      operations: [{ op: 'add', value: { [ENTERPRISE]: { department: 'Planning' } } }],
      change: extension({ department: 'Planning' }),
    },
    {
      sent: 'a null inside a nested extension',
      operations: [{ op: 'replace', value: { [ENTERPRISE]: { department: null } } }],
      change: { [ENTERPRISE]: { employeeNumber: '4471' } },
      tolerances: ['null-unassigns'],
    },
    {
      sent: 'a manager as an object',
      operations: [{ op: 'replace', path: `${ENTERPRISE}:manager`, value: { value: 'm-7' } }],
      change: extension({ manager: { value: 'm-7' } }),
    },
    {
      sent: 'value paths as keys',
      operations: [
        {
          op: 'add',
          value: {
            'phoneNumbers[type eq "work"].display': 'Desk',
            'emails[type eq "home"].value': 'i@h.example',
          },
        },
      ],
      change: {
        phoneNumbers: [{ value: '+353 1 555 0190', type: 'work', display: 'Desk' }],
        emails: [
          { value: 'ivo.brandt@wren.example', type: 'work', primary: true },
          { type: 'home', value: 'i@h.example' },
        ],
      },
      tolerances: ['dotted-key', 'element-created'],
    },
  ])('$sent', expectEffect);
});

describe("Microsoft's validator and reference code", () => {
  it.each<Dialogue>([
    {
      sent: 'free text in every single-valued attribute',
      operations: [
        { op: 'replace', path: 'userName', value: 'changed-1' },
        { op: 'replace', path: 'externalId', value: 'changed-2' },
        { op: 'replace', path: 'emails[type eq "work"].value', value: 'changed-3' },
        { op: 'replace', path: 'displayName', value: 'changed-4' },
        { op: 'replace', path: `${ENTERPRISE}:department`, value: 'changed-5' },
      ],
      change: {
        userName: 'changed-1',
        externalId: 'changed-2',
        emails: [{ value: 'changed-3', type: 'work', primary: true }],
        displayName: 'changed-4',
        ...extension({ department: 'changed-5' }),
      },
    },
    {
      sent: 'empty texts, which take attributes away',
      operations: [
        { op: 'replace', path: 'nickName', value: '' },
        { op: 'replace', path: 'title', value: '' },
        { op: 'replace', path: 'phoneNumbers[type eq "work"].value', value: '' },
      ],
      change: { nickName: undefined, title: undefined, phoneNumbers: [{ type: 'work' }] },
      tolerances: ['null-unassigns'],
    },
    {
      sent: 'nulls, which take attributes away',
      operations: [
        { op: 'replace', value: { displayName: null, 'name.givenName': null } },
        { op: 'replace', path: `${ENTERPRISE}:department`, value: null },
      ],
      change: {
        displayName: undefined,
        name: { familyName: 'Brandt' },
        [ENTERPRISE]: { employeeNumber: '4471' },
      },
      tolerances: ['dotted-key', 'null-unassigns'],
    },
    {
      sent: 'an operation with a name',
      operations: [{ name: 'setTitle', op: 'replace', path: 'title', value: 'Clerk' }],
      change: { title: 'Clerk' },
      tolerances: ['unknown-ignored'],
    },
  ])('$sent', expectEffect);
});

describe('Okta', () => {
  it.each<Dialogue>([
    {
      sent: 'a deactivation',
      operations: [{ op: 'replace', value: { active: false } }],
      change: { active: false },
    },
    {
      sent: 'a reactivation',
      operations: [
        { op: 'replace', value: { active: false } },
        { op: 'replace', value: { active: true } },
      ],
      change: {},
    },
    {
      sent: 'a password',
      operations: [{ op: 'replace', value: { password: 'F1ctional-secret!' } }],
      change: { password: 'F1ctional-secret!' },
    },
    {
      sent: 'an object around a boolean',
      operations: [{ op: 'replace', path: 'active', value: { value: false } }],
      change: { active: false },
      tolerances: ['wrapped-boolean'],
    },
  ])('$sent', expectEffect);

  it.each(['Wren Admins', 'Wren Owners'])(
    'renames a group to %s with the read-only id inside',
    (displayName) => {
      const group = { displayName: 'Wren Admins', externalId: 'g-ext' };
      const { resource, members, tolerances } = patched(GROUP, group, {
        op: 'replace',
        value: { id: 'g-1', displayName },
      });
      expect(resource).toEqual({ displayName, externalId: 'g-ext' });
      expect(members).toEqual([]);
      expect(tolerances).toEqual(['read-only-echoed']);
    },
  );
});

describe('others', () => {
  it.each<Dialogue>([
    {
      sent: 'Google and Rippling suspend',
      operations: [{ op: 'replace', path: 'active', value: false }],
      change: { active: false },
    },
    {
      sent: 'SailPoint changes attributes one by one',
      operations: [
        { op: 'replace', path: 'title', value: 'Trainee' },
        { op: 'add', path: 'phoneNumbers', value: [{ type: 'fax', value: '+353 1 555 0192' }] },
      ],
      change: {
        title: 'Trainee',
        phoneNumbers: [
          { value: '+353 1 555 0190', type: 'work' },
          { type: 'fax', value: '+353 1 555 0192' },
        ],
      },
    },
    {
      sent: 'attributes nobody knows beside known ones',
      operations: [
        {
          op: 'replace',
          value: {
            badge: 'x',
            BADGE: 'y',
            'name.nick': 'x',
            'urn:example:hr:User': { grade: 1 },
            nickName: 'I',
          },
        },
      ],
      change: { nickName: 'I' },
      tolerances: ['unknown-ignored'],
    },
    {
      sent: 'unknown sub-attributes of known ones',
      operations: [
        { op: 'replace', path: 'emails[type eq "work"]', value: { verified: true, value: 'i@wren.example' } },
      ],
      change: { emails: [{ value: 'i@wren.example', type: 'work', primary: true }] },
      tolerances: ['unknown-ignored'],
    },
    {
      sent: 'a list of one where one value is meant',
      operations: [
        { op: 'replace', path: 'title', value: ['Clerk'] },
        { op: 'add', path: 'name', value: [{ givenName: 'I' }] },
      ],
      change: { title: 'Clerk', name: { givenName: 'I', familyName: 'Brandt' } },
      tolerances: ['list-as-single'],
    },
    {
      sent: 'an extension attribute by its short name',
      operations: [
        { op: 'replace', path: 'department', value: 'Trusts' },
        { op: 'add', value: { costCenter: 'C' } },
      ],
      change: extension({ department: 'Trusts', costCenter: 'C' }),
      tolerances: ['urn-omitted'],
    },
    {
      sent: 'a core attribute under the URN of its schema, as path, as key and nested',
      operations: [
        { op: 'replace', path: `${USER.schema}:name.givenName`, value: 'Ivar' },
        { op: 'replace', value: { [`${USER.schema}:title`]: 'Clerk', [USER.schema]: { nickName: 'I' } } },
      ],
      change: { name: { givenName: 'Ivar', familyName: 'Brandt' }, title: 'Clerk', nickName: 'I' },
      tolerances: ['dotted-key'],
    },
  ])('$sent', expectEffect);

  it('may leave the message schema out', () => {
    const { resource, tolerances } = patchedByBody(USER, IVO, {
      Operations: [{ op: 'remove', path: 'title' }],
    });
    expect(resource).not.toHaveProperty('title');
    expect(tolerances).toEqual(['schemas-missing']);
  });
});
