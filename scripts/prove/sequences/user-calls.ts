// Owns the requests on people as Okta and Entra word them, random ones at random. Sends nothing.
import {
  IMANAGE_USER,
  patchBody,
  SAYS_NOTHING,
  saidTogether,
  USER,
  type Call,
  type Json,
  type Says,
} from './call';
import { range } from '../parallel';
import { LIBRARIES } from './firms';
import { isLive, type Scene, type Subject } from './scene';
import { echoSays, libraryRow, signInWish, userNameOf, userWish, workMail, type Wish } from './user-wishes';

const UNKNOWN = '0198c0de-0000-7000-8000-000000000000';
/** Shares of a hundred. */
const REPLACED_STALE = 10;
const ECHOED = 45;

/** Somebody who is not there yet, or not any more, mostly comes (back) by a POST. */
export function userCall(scene: Scene, who: Subject): Call {
  const { chance } = scene;
  const die = chance.below(100);
  if (!isLive(who) && die < 85) return hire(scene, who);
  const id = who.id ?? UNKNOWN;
  const target = { path: `/Users/${id}`, target: id, isRepeat: false };
  if (die < 4) return hire(scene, who);
  if (die < 16) return { ...target, method: 'DELETE', says: SAYS_NOTHING };
  if (die < 20) return { ...target, method: 'GET', says: SAYS_NOTHING };
  if (die < 30) return { ...target, method: 'PATCH', ...signInOrder(scene) };
  if (die < 50) return { ...target, method: 'PUT', ...replacement(scene, who) };
  return { ...target, method: 'PATCH', ...change(scene, who) };
}

/** What connectors send most: one sign-in order and nothing else. */
function signInOrder(scene: Scene): { readonly body: Json; readonly says: Says } {
  const { worded, says } = operation(scene, signInWish(scene));
  return { body: patchBody(worded), says: saidTogether([says]) };
}

export function hire(scene: Scene, who: Subject): Call {
  const { chance } = scene;
  const wishes = [...range(chance.below(4)).map(() => userWish(scene, who))];
  if (chance.below(3) === 0) wishes.push(signInWish(scene));
  const externalId = chance.oneOf([`${who.tag}-ext`, `${who.tag}-ext`, `${who.tag}-other`, undefined]);
  const body = merged(
    {
      schemas: [USER],
      userName: userNameOf(who),
      ...(externalId === undefined ? {} : { externalId }),
      ...(chance.below(5) === 0 ? {} : { emails: workMail(userNameOf(who)) }),
    },
    wishes,
  );
  const says = saidTogether(wishes.map((wish) => wish.says));
  return { method: 'POST', path: '/Users', body, says, isRepeat: false };
}

/** Okta's way: read, change, write back; or a body of its own that leaves most out. */
function replacement(scene: Scene, who: Subject): { readonly body: Json; readonly says: Says } {
  const { chance } = scene;
  const wishes = range(chance.below(3)).map(() => userWish(scene, who));
  const isEcho = chance.below(100) < ECHOED && who.shown !== undefined;
  const shown = who.shown ?? {};
  const own = { schemas: [USER], userName: shown['userName'] ?? userNameOf(who) };
  const kept =
    chance.below(100) < REPLACED_STALE ? {} : { emails: shown['emails'], externalId: shown['externalId'] };
  const nulled = chance.below(12) === 0 ? { active: null } : {};
  const body = merged(isEcho ? shown : { ...own, ...kept, ...nulled }, wishes);
  const echoed = isEcho ? [echoSays(shown, IMANAGE_USER)] : [];
  return { body, says: saidTogether([...echoed, ...wishes.map((wish) => wish.says)]) };
}

function merged(base: Json, wishes: readonly Wish[]): Json {
  let body = base;
  for (const { core = {}, extension } of wishes) {
    const held = body[IMANAGE_USER] as Json | undefined;
    const imanage = extension === undefined ? held : { ...held, ...extension };
    body = { ...body, ...core, ...(imanage === undefined ? {} : { [IMANAGE_USER]: imanage }) };
  }
  return body;
}

interface Operation {
  readonly worded: readonly Json[];
  readonly says: Partial<Says>;
}

function change(scene: Scene, who: Subject): { readonly body: Json; readonly says: Says } {
  const operations = range(1 + scene.chance.below(3)).map(() =>
    scene.chance.below(3) === 0 ? special(scene) : operation(scene, userWish(scene, who)),
  );
  return {
    body: patchBody(operations.flatMap(({ worded }) => worded)),
    says: saidTogether(operations.map(({ says }) => says)),
  };
}

/** With a path, with a qualified one, or without any; each attribute alone or all in one. */
function operation({ chance }: Scene, { core = {}, extension = {}, says }: Wish): Operation {
  const op = chance.oneOf(['replace', 'Replace', 'replace', 'add', 'Add']);
  const qualified = Object.fromEntries(
    Object.entries(extension).map(([name, value]) => [`${IMANAGE_USER}:${name}`, value]),
  );
  const style = chance.below(4);
  const isNested = Object.keys(core).some((name) => name.includes(':'));
  if (style === 0 || isNested) return { worded: [{ op, value: { ...core, ...qualified } }], says };
  if (style === 1) {
    const nested = Object.keys(extension).length === 0 ? {} : { [IMANAGE_USER]: extension };
    return { worded: [{ op, value: { ...core, ...nested } }], says };
  }
  const corePath = style === 2 ? `${USER}:` : '';
  const worded = [
    ...Object.entries(core).map(([name, value]) => ({ op, path: `${corePath}${name}`, value })),
    ...Object.entries(qualified).map(([path, value]) => ({ op, path, value })),
  ];
  return { worded, says };
}

/** What only a PATCH can say: parts of lists, and taking away. */
function special(scene: Scene): Operation {
  const { chance } = scene;
  const library = chance.oneOf(LIBRARIES);
  const row = `${IMANAGE_USER}:libraries[value eq "${library}"]`;
  const named = { names: [library], mayDisable: true };
  const disabling = { mayDisable: true };
  const { row: added, isNamed } = libraryRow(scene, library);
  return chance.oneOf<Operation>([
    { worded: [{ op: 'replace', path: `${row}.signInEnabled`, value: false }], says: disabling },
    { worded: [{ op: 'Replace', path: `${row}.signInEnabled`, value: 'False' }], says: disabling },
    { worded: [{ op: 'replace', path: `${row}.signInEnabled`, value: true }], says: named },
    { worded: [{ op: 'Add', path: `${row}.role`, value: 'PARALEGAL' }], says: named },
    { worded: [{ op: 'remove', path: row }], says: disabling },
    { worded: [{ op: 'remove', path: `${IMANAGE_USER}:libraryAssignments` }], says: disabling },
    {
      worded: [{ op: 'add', path: `${IMANAGE_USER}:libraries`, value: [added] }],
      says: isNamed ? named : disabling,
    },
    { worded: [{ op: 'add', path: 'roles', value: [{ value: `${library}:PARALEGAL` }] }], says: named },
    { worded: [{ op: 'remove', path: `roles[value eq "${library}:PARALEGAL"]` }], says: disabling },
    { worded: [{ op: 'remove', path: 'roles' }], says: disabling },
    { worded: [{ op: 'remove', path: 'active' }], says: {} },
    { worded: [{ op: 'remove', path: `${IMANAGE_USER}:role` }], says: {} },
    { worded: [{ op: 'remove', path: `${IMANAGE_USER}:preferredLibrary` }], says: {} },
    { worded: [{ op: 'remove', path: 'externalId' }], says: {} },
    {
      worded: [
        {
          op: 'replace',
          path: 'emails[type eq "work"].value',
          value: `${scene.people[0].tag}-shared@firm.example`,
        },
      ],
      says: {},
    },
    { worded: [{ op: 'replace', path: 'name.familyName', value: 'Cole' }], says: {} },
    { worded: [{ op: 'replace', path: 'nowhere', value: 'x' }], says: {} },
    { worded: [{ op: 'replace', path: 'active', value: 'perhaps' }], says: {} },
  ]);
}
