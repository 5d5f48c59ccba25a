// Which bodies go first because they take somebody's sign-in away: in every shape in which clients say so.

import type { JsonValue } from '../../src/directory/json';
import { disables } from '../../src/scim/disabling';

const URN = 'urn:ietf:params:scim:schemas:core:2.0:User:active';
const patch = (operation: { readonly [name: string]: JsonValue }): JsonValue => ({ Operations: [operation] });

describe('disables', () => {
  it.each<[string, JsonValue]>([
    ['a PUT', { userName: 'a', active: false }],
    ['a PUT with a text', { userName: 'a', Active: 'False' }],
    ['PATCH with a path (Entra)', patch({ op: 'Replace', path: 'active', value: 'False' })],
    ['PATCH without a path (Okta)', patch({ op: 'replace', value: { active: false } })],
    ['PATCH with add', patch({ op: 'Add', path: 'active', value: false })],
    ['PATCH with the URN', patch({ op: 'replace', path: URN, value: false })],
    ['PATCH with the URN as a key', patch({ op: 'replace', value: { [URN]: 'false' } })],
    ['PATCH with a list around it', patch({ op: 'replace', path: 'active', value: [{ value: 'False' }] })],
    [
      'PATCH that changes more',
      {
        operations: [
          { OP: 'add', path: 'title', value: 'x' },
          { op: 'replace', PATH: 'ACTIVE', value: false },
        ],
      },
    ],
  ])('sees %s', (_what, body) => {
    expect(disables(body)).toBe(true);
  });

  it.each<[string, JsonValue | undefined]>([
    ['no body', undefined],
    ['an enable', { active: true }],
    ['another attribute', patch({ op: 'replace', path: 'title', value: false })],
    ['an inactive e-mail address', patch({ op: 'replace', path: 'emails.active', value: false })],
    ['a remove', patch({ op: 'remove', path: 'active', value: false })],
    ['what says nothing', patch({ op: 'replace', path: 'active', value: null })],
    ['a list', [{ active: false }]],
    ['operations that are none', { Operations: [null, 7, 'active'], active: false }],
  ])('does not see a disable in %s', (_what, body) => {
    expect(disables(body)).toBe(false);
  });
});
