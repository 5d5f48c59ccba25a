// Every operation for admins, with what it is asked; a contract that is not asked does not compile. Must not know plans.

import { CONTRACTS } from '../../../src/admin/contracts';
import type { AdminAnswer } from '../../http/admin/admin-client';
import { person } from '../../http/scim-client';
import type { Asked } from './scene';

type Name = keyof typeof CONTRACTS;
type Body = AdminAnswer['body'];

export interface Facts {
  readonly person: string;
  readonly leaver: string;
  readonly team: string;
  readonly largest: string;
  readonly requestId: string;
  /** What operations before this one made: the connection `made` and its `token`. */
  readonly made: Map<string, string>;
}

type Ask = (name: Name, input?: object) => Promise<Body>;
type Drive = (ask: Ask, facts: Facts) => Promise<unknown>;

const reason = 'Asked for by the firm';
const limit = 20;
const ago = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();
const date = (days: number): string => ago(days).slice(0, 10);

/** Each of the inputs. */
const asking =
  (name: Name, ...inputs: readonly object[]): Drive =>
  async (ask) => {
    for (const input of inputs.length === 0 ? [{}] : inputs) await ask(name, input);
  };
/** Of a list the next page too. */
const paged =
  (name: Name, ...inputs: readonly object[]): Drive =>
  async (ask) => {
    for (const input of inputs) {
      const { next } = await ask(name, input);
      if (typeof next === 'string') await ask(name, { ...input, cursor: next });
    }
  };
const first = (body: Body, list = 'rows'): Readonly<Record<string, string>> =>
  (body[list] as readonly Readonly<Record<string, string>>[])[0] ?? {};

const LOG_FILTERS = [
  {},
  ...['create', 'patch', 'delete', 'read'].map((action) => ({ action })),
  ...['done', 'refused', 'held', 'failed'].map((status) => ({ status })),
  ...[{ connection: 'okta' }, { rule: 'person-returned' }, { tolerance: 'text-boolean' }],
  ...[
    { text: 'davenport' },
    { text: 'priya' },
    { text: 'E17' },
    { action: 'patch', connection: 'okta', from: ago(20) },
  ],
  { from: ago(3), to: ago(1) },
];
const OF_SOMEBODY = (facts: Facts): readonly object[] => [
  ...[{ person: facts.person }, { group: facts.team }, { group: facts.largest }],
  ...[
    { person: facts.person, action: 'patch' },
    { group: facts.largest, action: 'patch', from: ago(9) },
  ],
];
const PEOPLE_FILTERS = [
  ...[
    {},
    { text: 'marcie' },
    { text: 'tove rask1' },
    { signIn: 'disabled' },
    { signIn: 'deleted' },
    { signIn: 'live' },
  ],
  ...[
    { external: true },
    { location: 'London' },
    { preferredLibrary: 'ACTIVE' },
    { completeness: 'incomplete' },
  ],
  ...[{ completeness: 'ready' }, { seat: 'servesNobody' }],
  ...[
    { location: 'Berlin', signIn: 'enabled', text: 'jun' },
    { location: 'London', preferredLibrary: 'ARCHIVE' },
  ],
];
const CSV = 'User ID,Full Name,Email\nIMPONE,Imported One,imported.one@ajuba.example\n,Nobody,\n';

const ADMIN_DRIVE: Readonly<Record<Name, Drive>> = {
  'log.list': async (ask, facts) => {
    for (const filter of [...LOG_FILTERS, ...OF_SOMEBODY(facts)])
      await paged('log.list', { ...filter, limit })(ask, facts);
  },
  'log.choices': asking('log.choices'),
  'log.tail': asking('log.tail', {}, { action: 'create' }),
  'log.export': async (ask, facts) => {
    for (const filter of [{ from: ago(1) }, ...OF_SOMEBODY(facts)]) await ask('log.export', filter);
  },
  'log.request': (ask, { requestId }) => ask('log.request', { request: requestId }),
  'log.show': async (ask) => ask('log.show', { id: first(await ask('log.list', { limit }))['id'] ?? '' }),
  'events.export': async (ask, { person, team, requestId }) => {
    for (const filter of [
      {},
      { person },
      { group: team },
      { operation: 'delete' },
      { connection: 'okta' },
      { request: requestId },
    ])
      await ask('events.export', { ...filter, limit });
    await ask('events.export', { from: ago(2), to: ago(1), limit });
  },
  'connections.list': asking('connections.list'),
  'connections.create': async (ask, { made }) => {
    const input = { name: 'made', kind: 'okta', syncPeriodMinutes: 40 };
    const { connection, token } = (await ask('connections.create', input)) as unknown as Made;
    made.set('connection', connection.id).set('token', token.id);
  },
  'connections.show': (ask, facts) => ofConnection(ask, 'connections.show', facts),
  'connections.waiting': (ask, facts) => ofConnection(ask, 'connections.waiting', facts),
  'connections.rotate': (ask, facts) => ofConnection(ask, 'connections.rotate', facts),
  'connections.expire': (ask, facts) =>
    ofToken(ask, 'connections.expire', { ...facts, more: { expires: null } }),
  'connections.revoke': (ask, facts) => ofToken(ask, 'connections.revoke', facts),
  'connections.readmit': (ask, facts) => ofToken(ask, 'connections.readmit', facts),
  'connections.profile': (ask, facts) =>
    ofConnection(ask, 'connections.profile', { ...facts, more: { profile: 'strict' } }),
  'connections.describe': (ask, facts) =>
    ofConnection(ask, 'connections.describe', { ...facts, more: { kind: 'other' } }),
  'connections.rename': (ask, facts) =>
    ofConnection(ask, 'connections.rename', { ...facts, more: { name: 'renamed' } }),
  'connections.remove': (ask, facts) => ofConnection(ask, 'connections.remove', facts),
  'connections.guide': asking('connections.guide', { kind: 'entra' }),
  'people.list': paged('people.list', ...PEOPLE_FILTERS.map((filter) => ({ ...filter, limit }))),
  'people.choices': asking('people.choices'),
  'people.export': asking('people.export', ...PEOPLE_FILTERS, { part: 'aven' }),
  'people.show': async (ask, { person, leaver }) => {
    for (const one of [person, leaver]) await ask('people.show', { person: one });
  },
  'people.timeline': (ask, { person }) => paged('people.timeline', { person, limit: 2 })(ask, {} as Facts),
  'people.at': (ask, { person }) => ask('people.at', { person, at: date(5) }),
  'externals.list': paged('externals.list', { deleted: false, limit }, { deleted: true, text: 'jun', limit }),
  'userids.check': asking('userids.check', { userId: 'nobody' }, { userId: 'E7' }),
  'groups.list': paged(
    'groups.list',
    ...[
      {},
      { text: 'team 1' },
      { state: 'enabled' },
      { state: 'deleted' },
      { external: false },
      { library: 'ACTIVE' },
    ].map((filter) => ({ ...filter, limit })),
  ),
  'groups.export': asking('groups.export', {}, { text: 'team' }),
  'groups.show': async (ask, { team, largest }) => {
    for (const group of [team, largest]) await ask('groups.show', { group });
  },
  'groups.members': async (ask, { team, largest }) => {
    for (const group of [team, largest])
      await paged('groups.members', { group, limit }, { group, text: 'tove', limit })(ask, {} as Facts);
  },
  'leavers.list': paged(
    'leavers.list',
    { residue: false, limit },
    { residue: true, limit },
    { signIn: 'deleted', residue: false, text: 'jun', limit },
  ),
  'leavers.export': asking('leavers.export', { residue: true }),
  'review.list': paged('review.list', { at: date(3), limit }, { at: date(3), against: date(30), limit }),
  'review.export': asking('review.export', { at: date(3) }),
  'review.exportChanges': asking('review.exportChanges', { at: date(3), against: date(9) }),
  'overview.days': asking('overview.days', {}, { from: date(40), to: date(0) }),
  'overview.seats': asking('overview.seats'),
  'seats.overTime': asking('seats.overTime', {}, { from: date(30), every: 'week' }),
  'people.disable': (ask, { person }) => ask('people.disable', { person, reason }),
  'people.enable': (ask, { person }) => ask('people.enable', { person, reason }),
  'people.enableLibrary': async (ask, { person }) => {
    await ask('people.disableLibrary', { person, library: 'ARCHIVE', reason });
    await ask('people.enableLibrary', { person, library: 'ARCHIVE', reason });
  },
  'people.disableLibrary': async (ask, { person }) => {
    for (const library of ['ACTIVE', 'ARCHIVE'])
      await ask('people.disableLibrary', { person, library, reason, preview: true });
  },
  'people.approveReturn': (ask, { leaver }) => ask('people.approveReturn', { person: leaver, reason }),
  'people.withdrawReturn': (ask, { leaver }) => ask('people.withdrawReturn', { person: leaver, reason }),
  'people.cleanUp': (ask, { leaver }) => ask('people.cleanUp', { people: [leaver], reason, preview: true }),
  'people.undo': async (ask, { person }) => {
    const { event } = await ask('people.disable', { person, reason });
    await ask('people.undo', { event, reason });
    const { run } = await ask('people.cleanUp', { everybody: true, reason });
    await ask('people.undo', { run, reason });
  },
  'imports.preview': asking('imports.preview', { what: 'users', csv: CSV }),
  'imports.start': asking('imports.start', { what: 'users', csv: CSV, fileName: 'people.csv', reason }),
  'imports.list': paged('imports.list', { limit }),
  'imports.show': (ask) => ofImport(ask, 'imports.show'),
  'imports.rows': (ask) => ofImport(ask, 'imports.rows'),
  'imports.stop': (ask) => ofImport(ask, 'imports.stop'),
  'imports.resume': (ask) => ofImport(ask, 'imports.resume'),
  'imports.refused': (ask) => ofImport(ask, 'imports.refused'),
  'export.everything': asking('export.everything'),
  'export.users': asking('export.users'),
  'export.deletedUsers': asking('export.deletedUsers'),
  'export.groups': asking('export.groups'),
  'export.deletedGroups': asking('export.deletedGroups'),
  'export.memberships': asking('export.memberships'),
  'export.libraries': asking('export.libraries'),
  'export.roles': asking('export.roles'),
  'alerts.list': asking(
    'alerts.list',
    {},
    { state: 'open', limit },
    { state: 'ended' },
    { kind: 'refused-disable', limit },
  ),
  'alerts.acknowledge': async (ask) => {
    const alert = first(await ask('alerts.list', { state: 'open' }))['id'];
    if (alert !== undefined) await ask('alerts.acknowledge', { alert, reason });
  },
  'notices.test': asking('notices.test', { target: 'customerWebhook' }),
  'brake.show': asking('brake.show'),
  'brake.release': asking('brake.release', { minutes: 5, reason }),
  'catalogue.show': asking('catalogue.show'),
  'catalogue.addLibrary': asking('catalogue.addLibrary', { library: 'ADDED' }),
  'catalogue.changeLibrary': asking('catalogue.changeLibrary', { library: 'ADDED', displayName: 'Added' }),
  'catalogue.addRole': asking('catalogue.addRole', { library: 'ADDED', role: 'CLERK' }),
  'catalogue.changeRole': asking('catalogue.changeRole', {
    library: 'ADDED',
    role: 'CLERK',
    description: 'A clerk',
  }),
  'catalogue.setDefaultLibrary': asking('catalogue.setDefaultLibrary', { library: 'ACTIVE' }),
  'catalogue.removeRole': asking('catalogue.removeRole', { library: 'ADDED', role: 'CLERK', reason }),
  'catalogue.removeLibrary': asking('catalogue.removeLibrary', { library: 'ADDED', reason }),
  'overview.health': asking('overview.health'),
  'overview.alerts': asking('overview.alerts'),
  'overview.connections': asking('overview.connections', { range: '24h' }, { range: '7d' }),
  'rules.show': asking('rules.show'),
  'rules.change': asking('rules.change', { rule: 'massDisable.windowMinutes', value: '30', reason }),
  'settings.show': asking('settings.show'),
};

interface Made {
  readonly connection: { readonly id: string };
  readonly token: { readonly id: string };
}

type Sent = Facts & { readonly more?: object };

function ofConnection(ask: Ask, name: Name, { made, more = {} }: Sent): Promise<Body> {
  return ask(name, { connection: made.get('connection'), ...more });
}

function ofToken(ask: Ask, name: Name, { made, more = {} }: Sent): Promise<Body> {
  return ask(name, { connection: made.get('connection'), token: made.get('token'), ...more });
}

async function ofImport(ask: Ask, name: Name): Promise<unknown> {
  return ask(name, { id: first(await ask('imports.list', {}))['id'] ?? '' });
}

/** A revoked token stays revoked, and a small import is done before it is stopped: what is asked to know that has been asked. */
const REFUSED: ReadonlySet<string> = new Set<Name>(['connections.readmit', 'imports.resume']);

/** Resolves with what was refused, by operation: whoever reads it sees whether a drive drives anything. */
export async function driveAdmin(
  { admin, scim, tail }: Asked,
  facts: Facts,
): Promise<ReadonlyMap<string, string>> {
  const refused = new Map<string, string>();
  const answered = new Set<string>();
  let tails = 0;
  const ask: Ask = async (name, input = {}) => {
    if (CONTRACTS[name].kind === 'live') {
      await tail(input as Readonly<Record<string, string>>, () =>
        scim.post('/Users', person(`tail.${answered.size}.${(tails += 1)}`)),
      );
      answered.add(name);
      return {} as Body;
    }
    const { status, text, body } = await admin(name, input);
    if (status < 300) answered.add(name);
    else if (!answered.has(name)) refused.set(name, text);
    return body;
  };
  for (const drive of Object.values(ADMIN_DRIVE)) await drive(ask, facts);
  return new Map([...refused].filter(([name]) => !answered.has(name) && !REFUSED.has(name)));
}
