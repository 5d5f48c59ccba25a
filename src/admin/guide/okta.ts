// How Okta is set up, in the order and the words of its admin console. Data only.

import { mappingFrom } from './mapping';
import { BASE_URL, TOKEN, type GuideText } from './text';

const NAMESPACE = 'urn:ietf:params:scim:schemas:extension:imanage:2.0:User';

export const OKTA: GuideText = {
  title: 'Okta',
  before: [
    'You need the role Super Administrator or Application Administrator in Okta, and a licence with Lifecycle Management.',
    'Okta must reach the gateway over the internet by https with a certificate that it trusts.',
  ],
  steps: [
    {
      title: 'Make the application',
      detail:
        'In the Okta admin console: Applications, Applications, Browse App Catalog, search "SCIM 2.0 Test App (Header Auth)", Add Integration. With an application of your own for sign-in (SAML or SWA) instead: General, App Settings, Edit, Provisioning: SCIM, Save.',
      copy: null,
    },
    {
      title: 'Base URL',
      detail:
        'Provisioning, Configure API Integration (or Integration, Edit), Enable API integration. Paste it as Base URL (SCIM connector base URL).',
      copy: BASE_URL,
    },
    {
      title: 'Unique identifier field for users',
      detail: 'Where Okta asks for it: userName.',
      copy: 'userName',
    },
    {
      title: 'Actions',
      detail:
        'Where Okta asks for supported provisioning actions: Push New Users, Push Profile Updates, Push Groups.',
      copy: null,
    },
    {
      title: 'Authentication',
      detail: `Authentication Mode: HTTP Header. As Authorization (Bearer) or API Token paste ${TOKEN}. Where the field holds the whole header, write "Bearer" and a space in front.`,
      copy: null,
    },
    {
      title: 'Test connection',
      detail:
        'Choose Test API Credentials (Test Connector Configuration), and look here: "test connection seen" appears as soon as Okta has asked. Then Save.',
      copy: null,
    },
    {
      title: 'To App',
      detail:
        'Provisioning, To App, Edit: enable Create Users, Update User Attributes and Deactivate Users, Save. Sync Password stays off: people sign in through Okta, and the gateway keeps no password.',
      copy: null,
    },
    {
      title: 'Attributes of iManage',
      detail:
        'Directory, Profile Editor, the application, Add Attribute. For each target that begins with this namespace: External name is what stands behind its last colon (such as role), External namespace is this text. Then Mappings, Okta User to App.',
      copy: NAMESPACE,
    },
    {
      title: 'Try one person',
      detail:
        'Assignments, Assign, Assign to People. Begin with one person. Here "first person seen" appears, and the sync log shows what was done.',
      copy: null,
    },
    {
      title: 'Groups',
      detail:
        'Push Groups, Push Groups, Find groups by name. A group that gives people the application and one that is pushed must be two groups: Okta pushes wrong members otherwise.',
      copy: null,
    },
  ],
  mapping: mappingFrom({
    userName: 'user.login (Application username format: Okta username)',
    externalId: 'user.id (Okta sends it by itself)',
    active: 'the assignment to the application',
    displayName: 'user.displayName',
    givenName: 'user.firstName',
    familyName: 'user.lastName',
    workEmail: 'user.email (Primary email, type work)',
    location: 'user.city',
    department: 'user.department',
    employeeNumber: 'user.employeeNumber',
    userId: 'String.substringBefore(user.login, "@"), apply on create only',
    preferredLibrary: 'an attribute of your own, such as user.imanageLibrary',
    role: 'an attribute of your own, such as user.imanageRole',
    libraryAssignments: 'an attribute of your own, such as user.imanageLibraries',
    external: 'user.userType == "External"',
    groupName: 'the name of the pushed group',
    members: 'the members of the pushed group',
  }),
  afterwards: [
    'Okta sends a change when it happens. It never deletes people: who loses the application is disabled.',
    'Okta does not try a refused request again by itself: Dashboard, Tasks lists it, with Retry Selected. The sync log says why it was refused.',
    'When the token is changed, enter the new one, Test API Credentials, Save, and only then revoke the old one here.',
  ],
};
