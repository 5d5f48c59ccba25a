// How Microsoft Entra ID is set up, in the order and the words of its admin center. Data only.

import { mappingFrom } from './mapping';
import { BASE_URL, TOKEN, type GuideText } from './text';

export const ENTRA: GuideText = {
  title: 'Microsoft Entra ID',
  before: [
    'You need the role Application Administrator or Cloud Application Administrator in Entra, and a licence of Entra ID P1 or higher.',
    'Entra must reach the gateway over the internet by https with a certificate that it trusts.',
  ],
  steps: [
    {
      title: 'Make the application',
      detail:
        'In entra.microsoft.com: Entra ID, Enterprise apps, New application, Create your own application. Give it a name, choose "Integrate any other application you don\'t find in the gallery (Non-gallery)", Create.',
      copy: null,
    },
    {
      title: 'Open its provisioning',
      detail:
        'In the application: Provisioning, then New configuration (in older views: Get started, Mode Automatic).',
      copy: null,
    },
    {
      title: 'Tenant URL',
      detail:
        'Paste it as Tenant URL. "?aadOptscim062020" at its end is fine and makes Entra speak the standard more closely; without it the gateway understands Entra as well.',
      copy: BASE_URL,
    },
    {
      title: 'Secret token',
      detail: `Authentication method: Bearer authentication. Paste as Secret Token ${TOKEN}.`,
      copy: null,
    },
    {
      title: 'Test connection',
      detail:
        'Choose Test Connection, and look here: "test connection seen" appears as soon as Entra has asked. It looks for a person who does not exist and wants an empty list. Then Create (or Save).',
      copy: null,
    },
    {
      title: 'Attribute mapping of people',
      detail:
        'Attribute mapping (in older views: Mappings), Provision Microsoft Entra ID Users. Compare with the table below. For each target that begins with "urn:ietf:params:scim:schemas:extension:imanage": Show advanced options, Edit attribute list for customappsso, add its full name as String (external: Boolean), Save; then Add New Mapping.',
      copy: null,
    },
    {
      title: 'externalId',
      detail:
        'Edit the row of externalId: Source attribute objectId in place of mailNickname. A mail nickname changes and can be given to somebody else; an object id never.',
      copy: null,
    },
    {
      title: 'Attribute mapping of groups',
      detail:
        'Provision Microsoft Entra ID Groups: leave it on with displayName, objectId to externalId, and members; or switch it off where groups are kept in iManage.',
      copy: null,
    },
    {
      title: 'Who is provisioned',
      detail:
        'Provisioning, Settings, Scope: "Sync only assigned users and groups". Then Users and groups, Add user/group. Begin with one person.',
      copy: null,
    },
    {
      title: 'Try one person',
      detail:
        'Provision on demand, choose the person, Provision. Here "first person seen" appears, and the sync log shows what was done.',
      copy: null,
    },
    { title: 'Start', detail: 'Overview, Start provisioning.', copy: null },
  ],
  mapping: mappingFrom({
    userName: 'userPrincipalName (matching precedence 1)',
    externalId: 'objectId',
    active: 'Switch([IsSoftDeleted], , "False", "True", "True", "False")',
    displayName: 'displayName',
    givenName: 'givenName',
    familyName: 'surname',
    workEmail: 'mail',
    location: 'physicalDeliveryOfficeName',
    department: 'department',
    employeeNumber: 'employeeId',
    userId: 'onPremisesSamAccountName, apply this mapping: Only during object creation',
    preferredLibrary: 'extensionAttribute1',
    role: 'extensionAttribute2',
    libraryAssignments: 'extensionAttribute3',
    external: 'IIF([userType] = "Guest", "True", "False")',
    roles: 'AppRoleAssignmentsComplex([appRoleAssignments]), app roles with values such as ACTIVE:PARALEGAL',
    groupName: 'displayName (matching precedence 1)',
    groupExternalId: 'objectId',
    members: 'members',
  }),
  afterwards: [
    'Entra synchronises about every 40 minutes; after a change by Provision on demand it acts at once.',
    'The first cycle can take hours in a large directory. Entra stops with "quarantine" when most requests fail: the sync log says which and why.',
    'A person who is taken out of the assignment is disabled, not deleted. 30 days after a deletion in Entra comes a DELETE, which disables the sign-in too.',
    'Entra does not know nested groups: only direct members are sent.',
    'When the token is changed, paste the new one as Secret Token, Test Connection, Save, and only then revoke the old one here.',
  ],
};
