// Libraries and roles as admins see and change them. Knows no operation.

import { Type, type TObject } from '@sinclair/typebox';
import { answers, literals, type AnswerContract } from '../contract';

const ACCESS = literals(['none', 'tier1', 'tier2']);
const TYPE = literals(['worksite', 'linksite']);

const library = Type.String({ minLength: 1, maxLength: 254, description: 'the id of a library' });
const role = Type.String({ minLength: 1, maxLength: 254, description: 'the name of a role' });
const displayName = Type.String({ minLength: 1, maxLength: 254, description: 'the name shown to people' });
const description = Type.String({ maxLength: 254, description: 'text for admins' });
const privileges = Type.Array(Type.String({ minLength: 1, maxLength: 64 }), {
  maxItems: 200,
  description: 'all that the role grants; every other privilege is denied',
});
const hidden = Type.Boolean({ description: 'hidden in iManage' });
/** Asked for where something is taken away. */
const reason = Type.String({
  minLength: 3,
  maxLength: 500,
  pattern: '\\S.*\\S',
  description: 'why, in 3 to 500 characters; it is kept in the sync log under your name',
});

const RoleShown = Type.Object({
  id: Type.String(),
  description: Type.String(),
  external: Type.Boolean(),
  controlCenterAccess: ACCESS,
  privileges: Type.Array(Type.String()),
  /** In every library; it cannot be removed. */
  builtIn: Type.Boolean(),
});

const Catalogue = Type.Object({
  defaultLibrary: Type.String(),
  libraries: Type.Array(
    Type.Object({
      id: Type.String(),
      displayName: Type.String(),
      type: TYPE,
      hidden: Type.Boolean(),
      isDefault: Type.Boolean(),
      roles: Type.Array(RoleShown),
    }),
  ),
  /** Where it differs from the configuration file, one sentence each: what was changed later wins. */
  differences: Type.Array(Type.String()),
  /** What was just done, in words; empty where it is only shown. */
  done: Type.String(),
});

function change<I extends TObject>(
  contract: Pick<AnswerContract, 'method' | 'path' | 'summary'>,
  input: I,
): AnswerContract<I, typeof Catalogue> {
  return answers({ ...contract, role: 'admin', input, answer: Catalogue });
}

export const CATALOGUE = {
  'catalogue.show': answers({
    method: 'GET',
    path: '/catalogue',
    role: 'viewer',
    summary: 'Shows the libraries of the customer and their roles.',
    input: Type.Object({}),
    answer: Catalogue,
  }),
  'catalogue.addLibrary': change(
    {
      method: 'POST',
      path: '/catalogue/libraries',
      summary: 'Adds a library that exists in iManage; it gets the roles DEFAULT and DEFAULT EXTERNAL.',
    },
    Type.Object({
      library,
      displayName: Type.Optional(displayName),
      type: Type.Optional(TYPE),
      hidden: Type.Optional(hidden),
    }),
  ),
  'catalogue.changeLibrary': change(
    {
      method: 'PATCH',
      path: '/catalogue/libraries/{library}',
      summary: 'Changes the name of a library, its kind, or whether it is hidden; its id stays.',
    },
    Type.Object({
      library,
      displayName: Type.Optional(displayName),
      type: Type.Optional(TYPE),
      hidden: Type.Optional(hidden),
    }),
  ),
  'catalogue.removeLibrary': change(
    {
      method: 'DELETE',
      path: '/catalogue/libraries/{library}',
      summary: 'Removes a library that no user and no group is in; refused with their number otherwise.',
    },
    Type.Object({ library, reason }),
  ),
  'catalogue.setDefaultLibrary': change(
    {
      method: 'PUT',
      path: '/catalogue/default-library',
      summary: 'Says which library people prefer who are given none.',
    },
    Type.Object({ library }),
  ),
  'catalogue.addRole': change(
    {
      method: 'POST',
      path: '/catalogue/libraries/{library}/roles',
      summary: 'Adds a role that exists in this library of iManage.',
    },
    Type.Object({
      library,
      role,
      description: Type.Optional(description),
      external: Type.Optional(Type.Boolean({ description: 'for external users only' })),
      controlCenterAccess: Type.Optional(ACCESS),
      privileges: Type.Optional(privileges),
    }),
  ),
  'catalogue.changeRole': change(
    {
      method: 'PATCH',
      path: '/catalogue/libraries/{library}/roles/{role}',
      summary:
        'Changes the description, Control Center access or privileges of a role; its name and kind stay.',
    },
    Type.Object({
      library,
      role,
      description: Type.Optional(description),
      controlCenterAccess: Type.Optional(ACCESS),
      privileges: Type.Optional(privileges),
    }),
  ),
  'catalogue.removeRole': change(
    {
      method: 'DELETE',
      path: '/catalogue/libraries/{library}/roles/{role}',
      summary: 'Removes a role that nobody holds; refused with the number of holders otherwise.',
    },
    Type.Object({ library, role, reason }),
  ),
} as const;
