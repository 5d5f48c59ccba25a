// What pages of the console ask for, page by page, and the filters of the sync log, common and rare ones. Measures nothing.

/** Names of a firm as `npm run seed` makes it. */
export interface Firm {
  readonly personId: string;
  readonly personName: string;
  readonly groupId: string;
  /** A moment in the middle of the firm's years. */
  readonly then: string;
}

export interface Asked {
  readonly name: string;
  /** Below the customer, as in /openapi.json. */
  readonly path: string;
  readonly msMax: number;
}

/** Issue 6: first data of a page, and a filter of the log. */
const PAGE_MS_MAX = 500;
const FILTER_MS_MAX = 300;

export function pagesAsked({ personId, groupId, then }: Firm): readonly Asked[] {
  const pages = {
    'overview: days': '/overview/days',
    'overview: seats': '/overview/seats',
    'overview: alerts': '/overview/alerts',
    'overview: connections': '/overview/connections',
    'overview: health': '/overview/health',
    'sync log': '/log',
    people: '/people',
    'people: disabled': '/people?signIn=disabled',
    'people: search': '/people?text=dav',
    'people: search without a hit': '/people?text=zzzz',
    'people: external in Nairobi': '/people?external=true&location=Nairobi',
    'people: incomplete': '/people?completeness=incomplete',
    person: `/people/${personId}`,
    'person: timeline': `/people/${personId}/timeline`,
    'person: at a past moment': `/people/${personId}/at?at=${then}`,
    groups: '/groups',
    group: `/groups/${groupId}`,
    'group: members': `/groups/${groupId}/members`,
    leavers: '/leavers',
    'access review': `/review?at=${then}`,
    connections: '/connections',
    'libraries and roles': '/catalogue',
    rules: '/rules',
    imports: '/imports',
    settings: '/settings',
  };
  return Object.entries(pages).map(([name, path]) => ({ name, path, msMax: PAGE_MS_MAX }));
}

export function filtersAsked({ personId, personName, groupId, then }: Firm): readonly Asked[] {
  const filters: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    'a person': { person: personId },
    'a group': { group: groupId },
    'a name': { text: personName },
    'a name that many have': { text: 'marcie' },
    'a name that nobody has': { text: 'zzzzzz' },
    'an action': { action: 'delete' },
    'an action that never was': { action: 'configure' },
    refused: { status: 'refused' },
    held: { status: 'held' },
    'a connection': { connection: 'okta' },
    'a connection that never was': { connection: 'nobody' },
    'a rule': { rule: 'person-returned' },
    'a rule that never was': { rule: 'user-id-suffixed' },
    'a tolerance': { tolerance: 'text-boolean' },
    'a tolerance that never was': { tolerance: 'wrapped-boolean' },
    'until a moment': { to: then },
    'a connection and an action': { connection: 'okta', action: 'return' },
    'a connection and an action, never together': { connection: 'okta', action: 'configure' },
    'a rule and an action, never together': { rule: 'person-returned', action: 'delete' },
    'a tolerance and an action, until a moment': { tolerance: 'text-boolean', action: 'replace', to: then },
    'a name and an action': { text: 'marcie', action: 'delete' },
    'a common name, an action and a connection, never together': {
      text: 'marcie',
      action: 'configure',
      connection: 'okta',
    },
    everything: {
      text: personName,
      action: 'patch',
      status: 'done',
      connection: 'entra',
      tolerance: 'text-boolean',
      to: then,
    },
  };
  return Object.entries(filters).map(([name, query]) => ({
    name: `log: ${name}`,
    path: `/log?${new URLSearchParams(query).toString()}`,
    msMax: FILTER_MS_MAX,
  }));
}
