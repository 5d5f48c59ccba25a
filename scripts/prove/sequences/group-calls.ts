// Owns the requests on groups as Okta and Entra word them, random ones at random. Sends nothing.
import { range } from '../parallel';
import {
  GROUP,
  IMANAGE_GROUP,
  patchBody,
  SAYS_NOTHING,
  saidTogether,
  type Call,
  type Json,
  type MemberOrder,
  type Says,
} from './call';
import { LIBRARIES } from './firms';
import { isLive, mostlyFirst, type Scene, type Subject } from './scene';

const UNKNOWN = '0198c0de-0000-7000-8000-000000000001';
export const RESERVED = [
  'NRTADMIN',
  'INTERNAL_ADMIN',
  'INTERNAL_USERADMIN',
  'EXTERNAL_ADMIN',
  'EXTERNAL_USERADMIN',
];

export function groupCall(scene: Scene, group: Subject): Call {
  const { chance } = scene;
  const die = chance.below(100);
  if (!isLive(group) && die < 85) return found(scene, group);
  const id = group.id ?? UNKNOWN;
  const target = { path: `/Groups/${id}`, target: id, isRepeat: false };
  if (die < 3) return found(scene, group);
  if (die < 8) return { ...target, method: 'DELETE', says: SAYS_NOTHING };
  if (die < 12) return { ...target, method: 'GET', says: SAYS_NOTHING };
  if (die < 25) return { ...target, method: 'PUT', ...replacement(scene, group) };
  return { ...target, method: 'PATCH', ...change(scene, group) };
}

function found(scene: Scene, group: Subject): Call {
  const { chance } = scene;
  const members = chance.below(3) === 0 ? [] : someIds(scene, group);
  const imanage: Json = {
    ...(chance.below(3) === 0 ? { external: true } : {}),
    ...(chance.below(8) === 0 ? { enabled: false } : {}),
    ...(chance.below(6) === 0 ? { library: chance.oneOf([...LIBRARIES, 'active', 'NOWHERE']) } : {}),
    ...(chance.below(6) === 0 ? { groupId: `${group.tag}-id` } : {}),
  };
  const body = {
    schemas: [GROUP],
    displayName: nameFor(scene, group),
    ...(chance.below(3) === 0 ? { externalId: `${group.tag}-ext` } : {}),
    ...(members.length === 0 ? {} : { members: members.map((value) => ({ value })) }),
    ...(Object.keys(imanage).length === 0 ? {} : { [IMANAGE_GROUP]: imanage }),
  };
  const says = saidTogether([{ members: [{ kind: 'add', ids: members }] }]);
  return { method: 'POST', path: '/Groups', body, says, isRepeat: false };
}

function nameFor({ chance, groups }: Scene, { tag }: Subject): string {
  const die = chance.below(20);
  if (die < 3) return `${chance.oneOf([...LIBRARIES, 'active'])}/${tag}`;
  if (die < 4) return `NOWHERE/${tag}`;
  if (die < 5) return chance.oneOf(['NRTADMIN', 'nrtadmin', 'External_Admin', 'ARCHIVE/NRTADMIN']);
  if (die < 6) return chance.oneOf(groups).tag;
  return die < 7 ? `${tag} renamed` : tag;
}

/** Whom the client may name: its people, gone ones too, now and then another group, its own id, or nobody. */
function someIds({ chance, people, groups }: Scene, self: Subject): readonly string[] {
  const known = people.flatMap(({ id }) => (id !== undefined && chance.below(2) === 1 ? [id] : []));
  const nested = groups.filter((group) => group !== self || chance.below(10) === 0);
  const groupIds = nested.flatMap(({ id }) => (id !== undefined && chance.below(4) === 0 ? [id] : []));
  return [...known, ...groupIds, ...(chance.below(12) === 0 ? [UNKNOWN] : [])];
}

/** Read and written back with something changed, or a body of its own with or without members. */
function replacement(scene: Scene, group: Subject): { readonly body: Json; readonly says: Says } {
  const { chance } = scene;
  const shown = group.shown ?? {};
  const isEcho = chance.below(2) === 1;
  const { members: echoed, ...rest } = shown;
  const body = isEcho ? rest : { schemas: [GROUP], displayName: shown['displayName'] ?? group.tag };
  const renamed = chance.below(4) === 0 ? { displayName: nameFor(scene, group) } : {};
  if (chance.below(3) === 0) return { body: { ...body, ...renamed }, says: SAYS_NOTHING };
  const ids = isEcho && chance.below(2) === 1 ? idsIn(echoed) : someIds(scene, group);
  return {
    body: { ...body, ...renamed, members: ids.map((value) => ({ value })) },
    says: saidTogether([{ members: [{ kind: 'replace', ids }] }]),
  };
}

function idsIn(members: unknown): readonly string[] {
  return Array.isArray(members) ? members.map(({ value }: { value: string }) => value) : [];
}

interface Operation {
  readonly worded: Json;
  readonly members?: MemberOrder;
}

function change(scene: Scene, group: Subject): { readonly body: Json; readonly says: Says } {
  const operations = range(scene.chance.below(3) === 0 ? 2 : 1).map(() =>
    scene.chance.below(3) === 0 ? attributeChange(scene, group) : memberChange(scene, group),
  );
  return {
    body: patchBody(operations.map(({ worded }) => worded)),
    says: saidTogether([
      { members: operations.flatMap(({ members }) => (members === undefined ? [] : [members])) },
    ]),
  };
}

function memberChange(scene: Scene, group: Subject): Operation {
  const { chance, people } = scene;
  const ids = someIds(scene, group);
  const value = ids.map((id) => ({ value: id }));
  const one = mostlyFirst(chance, people).id ?? UNKNOWN;
  const add = { kind: 'add', ids } as const;
  return chance.oneOf<Operation>([
    { worded: { op: 'add', path: 'members', value }, members: add },
    { worded: { op: 'Add', path: 'members', value }, members: add },
    {
      worded: { op: 'add', path: 'members', value: [{ value: one, display: 'stale' }] },
      members: { kind: 'add', ids: [one] },
    },
    { worded: { op: 'add', value: { members: value } }, members: add },
    {
      worded: { op: 'Remove', path: 'members', value },
      members: { kind: value.length === 0 ? 'add' : 'remove', ids },
    },
    { worded: { op: 'remove', path: `members[value eq "${one}"]` }, members: { kind: 'remove', ids: [one] } },
    { worded: { op: 'replace', path: 'members', value }, members: { kind: 'replace', ids } },
    { worded: { op: 'remove', path: 'members' }, members: { kind: 'replace', ids: [] } },
  ]);
}

function attributeChange(scene: Scene, group: Subject): Operation {
  const { chance } = scene;
  const enabled = chance.below(2) === 1;
  const path = (name: string): string => `${IMANAGE_GROUP}:${name}`;
  return {
    worded: chance.oneOf<Json>([
      { op: 'replace', path: path('enabled'), value: enabled },
      { op: 'Replace', path: path('enabled'), value: enabled ? 'True' : 'False' },
      { op: 'replace', value: { [path('enabled')]: enabled } },
      { op: 'replace', value: { [IMANAGE_GROUP]: { enabled } } },
      { op: 'replace', path: 'displayName', value: nameFor(scene, group) },
      { op: 'replace', value: { displayName: nameFor(scene, group) } },
      { op: 'replace', path: 'externalId', value: `${chance.oneOf(scene.groups).tag}-ext` },
      { op: 'replace', path: path('groupId'), value: `${group.tag}-other` },
      { op: 'replace', path: path('library'), value: chance.oneOf(LIBRARIES) },
      { op: 'replace', path: path('external'), value: chance.below(2) === 1 },
    ]),
  };
}
