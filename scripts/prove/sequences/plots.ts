// Owns short stories that chance alone seldom tells: what must come in a certain order for a rule to be put to the test. Sends nothing.
import {
  IMANAGE_GROUP,
  IMANAGE_USER,
  patchBody,
  saidTogether,
  SAYS_NOTHING,
  type Call,
  type Json,
  type Says,
} from './call';
import { groupCall } from './group-calls';
import { isLive, type Scene, type Subject } from './scene';
import { hire, userCall } from './user-calls';

/** Whom a story is about. */
interface Roles {
  readonly who: Subject;
  readonly group: Subject;
  readonly other: Subject;
}

interface Turn {
  readonly call: Call;
  readonly subject: Subject;
}

export type PlotStep = (scene: Scene) => Turn;

/** Makes the next request of a story; where its subject is not there (any more), it is made first. */
export function randomPlot({ chance, people, groups }: Scene): readonly PlotStep[] {
  const ordered = chance.below(2) === 1 ? groups : groups.toReversed();
  const [group = groups[0], other = group] = [...ordered].sort(liveFirst);
  const [live = people[0], ...others] = people.filter(isLive);
  return chance.oneOf(PLOTS)({ who: chance.oneOf([live, ...others]), group, other });
}

function liveFirst(left: Subject, right: Subject): number {
  return Number(isLive(right)) - Number(isLive(left));
}

type Plot = (roles: Roles) => readonly PlotStep[];

const PLOTS: readonly [Plot, ...Plot[]] = [
  ({ who, group }) => [joins(who, group), signIn(who, false), leaves(who, group), signIn(who, true)],
  ({ who, group }) => [joins(who, group), signIn(who, false), signIn(who, true)],
  ({ who, group }) => [joins(who, group), gone(who), comesBack(who)],
  ({ who, group }) => [
    joins(who, group),
    enabled(group, false),
    signIn(who, false),
    enabled(group, true),
    signIn(who, true),
  ],
  ({ who, group }) => [external(who, true), joins(who, group), external(who, false)],
  ({ who, group }) => [
    external(who, true),
    joins(who, group),
    gone(who),
    comesBack(who),
    external(who, false),
  ],
  ({ who, group, other }) => [
    joins(who, other),
    nests(other, group),
    leaves(who, other),
    unnests(other, group),
  ],
  ({ who, group, other }) => [
    nests(other, group),
    joins(who, other),
    enabled(group, false),
    leaves(who, other),
    enabled(group, true),
  ],
  ({ who, group, other }) => [
    nests(other, group),
    joins(who, other),
    joins(who, group),
    signIn(who, false),
    signIn(who, true),
  ],
  ({ who, group, other }) => [
    external(who, true),
    joins(who, other),
    gone(who),
    nests(other, group),
    comesBack(who),
  ],
  ({ who }) => [libraryOff(who, 'ARCHIVE'), signIn(who, false), signIn(who, true)],
  ({ who }) => [libraryOff(who, 'ACTIVE'), gone(who), comesBack(who)],
  ({ who }) => [signIn(who, false), returnsTo(who, 'ARCHIVE'), signIn(who, false), returnsTo(who, 'ARCHIVE')],
];

function onUser(who: Subject, path: string, value: unknown, says: Partial<Says> = {}): PlotStep {
  return patches(who, [{ op: 'replace', path, value }], says);
}

function patches(who: Subject, operations: readonly Json[], says: Partial<Says>): PlotStep {
  return (scene) => ({
    subject: who,
    call: isLive(who)
      ? {
          method: 'PATCH',
          path: `/Users/${who.id}`,
          target: who.id,
          body: patchBody(operations),
          says: saidTogether([says]),
          isRepeat: false,
        }
      : userCall(scene, who),
  });
}

function signIn(who: Subject, active: boolean): PlotStep {
  return onUser(who, 'active', active, { signIn: active });
}

function external(who: Subject, isExternal: boolean): PlotStep {
  const role = isExternal ? 'DEFAULT EXTERNAL' : 'DEFAULT';
  const operations = [
    { op: 'replace', path: `${IMANAGE_USER}:external`, value: isExternal },
    { op: 'replace', path: `${IMANAGE_USER}:role`, value: role },
  ];
  return patches(who, operations, {});
}

const flagOf = (library: string): string => `${IMANAGE_USER}:libraries[value eq "${library}"].signInEnabled`;

function libraryOff(who: Subject, library: string): PlotStep {
  return onUser(who, flagOf(library), false, { mayDisable: true });
}

/** The sign-in is enabled, and the library named in the same breath: under "manual" no other one comes back. */
function returnsTo(who: Subject, library: string): PlotStep {
  const operations = [
    { op: 'replace', path: 'active', value: true },
    { op: 'replace', path: flagOf(library), value: true },
  ];
  return patches(who, operations, { signIn: true, names: [library] });
}

function gone(who: Subject): PlotStep {
  return (scene) => ({
    subject: who,
    call: isLive(who)
      ? { method: 'DELETE', path: `/Users/${who.id}`, target: who.id, says: SAYS_NOTHING, isRepeat: false }
      : userCall(scene, who),
  });
}

function comesBack(who: Subject): PlotStep {
  return (scene) => ({ subject: who, call: hire(scene, who) });
}

function onGroup(group: Subject, operation: object, says: Partial<Says> = {}): PlotStep {
  return (scene) => ({
    subject: group,
    call: isLive(group)
      ? {
          method: 'PATCH',
          path: `/Groups/${group.id}`,
          target: group.id,
          body: patchBody([{ ...operation }]),
          says: saidTogether([says]),
          isRepeat: false,
        }
      : groupCall(scene, group),
  });
}

function enabled(group: Subject, isEnabled: boolean): PlotStep {
  return onGroup(group, { op: 'replace', path: `${IMANAGE_GROUP}:enabled`, value: isEnabled });
}

/** The id is looked up when the request is made: the story may have made its bearer only just then. */
function joins(who: Subject, group: Subject): PlotStep {
  return (scene) => {
    const ids = who.id === undefined ? [] : [who.id];
    const value = ids.map((id) => ({ value: id }));
    return onGroup(group, { op: 'add', path: 'members', value }, { members: [{ kind: 'add', ids }] })(scene);
  };
}

function leaves(who: Subject, group: Subject): PlotStep {
  return (scene) => {
    const ids = [who.id ?? 'nobody'];
    const path = `members[value eq "${ids.join()}"]`;
    return onGroup(group, { op: 'remove', path }, { members: [{ kind: 'remove', ids }] })(scene);
  };
}

const nests = joins;
const unnests = leaves;
