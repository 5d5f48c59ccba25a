// How any other identity provider that speaks SCIM 2.0 is set up. Data only.

import { mappingFrom } from './mapping';
import { BASE_URL, TOKEN, type GuideText } from './text';

export const OTHER: GuideText = {
  title: 'Another identity provider',
  before: [
    'It must speak SCIM 2.0 (RFC 7643, RFC 7644) and reach the gateway by https with a certificate that it trusts.',
  ],
  steps: [
    {
      title: 'Base URL',
      detail: 'Paste it where the SCIM base URL, endpoint or tenant URL is asked for.',
      copy: BASE_URL,
    },
    {
      title: 'Authentication',
      detail: `Choose a bearer token (OAuth bearer token, API token, HTTP header) and paste ${TOKEN}. The header that must arrive is "Authorization: Bearer" and the token.`,
      copy: null,
    },
    {
      title: 'Test',
      detail:
        'Use its own test of the connection, and look here: "test connection seen" appears with the first request.',
      copy: null,
    },
    {
      title: 'Attribute mapping',
      detail: 'Compare with the table below. What begins with "urn:" must be written with its full name.',
      copy: null,
    },
    {
      title: 'Try one person',
      detail:
        'Assign one person. Here "first person seen" appears, and the sync log shows what was done. Then assign everybody.',
      copy: null,
    },
  ],
  mapping: mappingFrom({
    userName: 'the login name or e-mail address',
    externalId: 'the id that never changes',
    active: 'whether the account is enabled',
    displayName: 'the full name',
    givenName: 'the given name',
    familyName: 'the family name',
    workEmail: 'the e-mail address',
    location: 'the office',
    department: 'the department',
    employeeNumber: 'the employee number',
    userId: 'the User ID that the person has in iManage',
    preferredLibrary: 'the id of a library',
    role: 'the name of a role in that library',
    libraryAssignments: 'libraries and roles as one text',
    external: 'true for people from outside',
    roles: 'roles with values LIBRARY:ROLE',
    groupName: 'the name of the group',
    groupExternalId: 'the id of the group',
    members: 'the members',
    groupLibrary: 'the id of a library, for a group of one library only',
  }),
  afterwards: [
    'Requests that the identity provider writes otherwise than the standard are understood where it is clear what is meant; the sync log names each such tolerance.',
    'When the token is changed, enter the new one, test, and only then revoke the old one here.',
  ],
};
