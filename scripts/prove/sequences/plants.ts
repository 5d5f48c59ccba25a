// Owns damages to what is known of a sequence, each of which the judgement must notice: a check that sees none of them proves nothing.
import type { mongo } from 'mongoose';
import type { EventDocument } from '../../../src/store/documents';
import { createScimClient } from '../scim-client';
import type { RuleName } from './breach';
import { IMANAGE_USER, objectIn, objectsIn, type Json } from './call';
import type { Evidence, Told } from './evidence';
import type { Firm } from './firms';
import { judge } from './judge';
import { tellPlantStory, type Cast } from './plant-story';

interface Damage {
  readonly name: string;
  /** The rule that must be found broken. */
  readonly rule: RuleName;
  readonly plant: (evidence: Evidence, cast: Cast) => Evidence;
}

/** The names of the damages that are not noticed. @throws Error where a rule is broken before anything is planted */
export async function unnoticedDamages(
  baseUrl: string,
  database: mongo.Db,
  firms: readonly Firm[],
): Promise<readonly string[]> {
  const firm = firms.find(({ id }) => id === 'flat');
  if (firm === undefined) throw new Error('there is no customer "flat" to plant damages in');
  const client = createScimClient({ baseUrl, token: firm.token }, 1);
  const { cast, evidence } = await tellPlantStory({ firm, client, database });
  client.close();
  const [fault] = judge(firm, evidence);
  if (fault !== undefined)
    throw new Error(`damaged before anything was planted: ${fault.rule}: ${fault.text}`);
  return DAMAGES.filter(
    ({ rule, plant }) => !judge(firm, plant(evidence, cast)).some((breach) => breach.rule === rule),
  ).map(({ name }) => `the check is blind: ${name}`);
}

const DAMAGES: readonly Damage[] = [
  {
    name: 'a disabled person is enabled by a change of the title',
    rule: 'sign-in',
    plant: (evidence, { leaver }) =>
      withLastEvent(evidence, leaver, (event) => ({
        ...event,
        before: { ...event.before, signInEnabled: false },
        after: { ...event.after, signInEnabled: true },
      })),
  },
  {
    name: 'a library that was disabled on purpose is enabled by a change of the title',
    rule: 'purpose',
    plant: (evidence, { leaver }) =>
      withLibraries(evidence, leaver, (rows) => rows.map((row) => ({ ...row, signInEnabled: true }))),
  },
  {
    name: 'a library that is ordered to be disabled stays enabled',
    rule: 'order',
    plant: (evidence, { leaver }) => ({
      ...evidence,
      events: evidence.events.map((event) =>
        event.resourceId === leaver && event.version === 2
          ? { ...event, after: { ...event.after, libraries: event.before['libraries'] ?? [] } }
          : event,
      ),
    }),
  },
  {
    name: 'the row of a library is lost',
    rule: 'libraries',
    plant: (evidence, { leaver }) => withLibraries(evidence, leaver, (rows) => rows.slice(0, 1)),
  },
  {
    name: 'a member of a frozen group leaves it',
    rule: 'groups',
    plant: (evidence, { frozen, leaver }) =>
      withLastEvent(evidence, frozen, (event) => ({ ...event, membersRemoved: [leaver] })),
  },
  {
    name: 'somebody internal is in an external group',
    rule: 'groups',
    plant: (evidence, { outside, leaver }) =>
      withLastEvent(evidence, outside, (event) => ({ ...event, membersAdded: [leaver] })),
  },
  {
    name: 'somebody joins a group whom nobody put there',
    rule: 'members',
    plant: (evidence, { outside, leaver }) =>
      withLastEvent(evidence, outside, (event) => ({ ...event, membersAdded: [leaver] })),
  },
  {
    name: 'the User ID of a deleted person goes to somebody else',
    rule: 'unique',
    plant: (evidence, { leaver, deleted }) => {
      const userId = evidence.users.find(({ _id }) => _id === deleted)?.userId ?? '';
      return withLastEvent(evidence, leaver, (event) => ({
        ...event,
        after: { ...event.after, userId: userId.toUpperCase() },
      }));
    },
  },
  {
    name: 'the User ID changes',
    rule: 'User ID',
    plant: (evidence, { leaver }) =>
      withLastEvent(evidence, leaver, (event) => ({
        ...event,
        after: { ...event.after, userId: 'another' },
      })),
  },
  {
    name: 'an event is missing',
    rule: 'events',
    plant: (evidence, { leaver }) => ({
      ...evidence,
      events: evidence.events.filter(({ resourceId, version }) => resourceId !== leaver || version !== 2),
    }),
  },
  {
    name: 'a person is stored as enabled without an event',
    rule: 'events',
    plant: (evidence, { leaver }) => ({
      ...evidence,
      users: evidence.users.map((user) => (user._id === leaver ? { ...user, signInEnabled: true } : user)),
    }),
  },
  {
    name: 'a member row is lost',
    rule: 'events',
    plant: (evidence) => ({ ...evidence, memberships: evidence.memberships.slice(1) }),
  },
  {
    name: 'a deleted person is shown',
    rule: 'deleted',
    plant: (evidence, { deleted }) => withAnswer(evidence, deleted, { status: 200, body: { id: deleted } }),
  },
  {
    name: 'a request is answered 500',
    rule: 'answer',
    plant: (evidence, { deleted }) => withAnswer(evidence, deleted, { status: 500, body: {} }),
  },
  {
    name: 'somebody who is ready is shown as incomplete',
    rule: 'complete',
    plant: (evidence, { leaver }) => {
      const shown = objectIn(evidence.told.find(({ call }) => isLook(call, leaver))?.answer.body);
      const provisioning = { status: 'incomplete', missing: ['email'] };
      const body = { ...shown, [IMANAGE_USER]: { ...objectIn(shown[IMANAGE_USER]), provisioning } };
      return withAnswer(evidence, leaver, { status: 200, body });
    },
  },
  {
    name: 'a repeated request makes a version',
    rule: 'idempotence',
    plant: (evidence, { frozen }) => ({
      ...evidence,
      told: evidence.told.map(({ call, answer }) => ({
        call: call.method === 'PATCH' && call.target === frozen ? { ...call, isRepeat: true } : call,
        answer,
      })),
    }),
  },
];

function withLastEvent(
  evidence: Evidence,
  id: string,
  change: (event: EventDocument) => EventDocument,
): Evidence {
  const last = evidence.events.findLast(({ resourceId }) => resourceId === id);
  return { ...evidence, events: evidence.events.map((event) => (event === last ? change(event) : event)) };
}

function withLibraries(
  evidence: Evidence,
  id: string,
  change: (rows: readonly Json[]) => readonly Json[],
): Evidence {
  const user = evidence.users.find(({ _id }) => _id === id);
  const libraries = change(objectsIn(user?.assignments)) as EventDocument['after'][string];
  return withLastEvent(evidence, id, (event) => ({ ...event, after: { ...event.after, libraries } }));
}

/** The last look at somebody or something answered otherwise. */
function withAnswer(
  evidence: Evidence,
  id: string,
  { status, body }: Pick<Told['answer'], 'status' | 'body'>,
): Evidence {
  const told = evidence.told.map((one) =>
    isLook(one.call, id) ? { ...one, answer: { ...one.answer, status, body } } : one,
  );
  return { ...evidence, told };
}

function isLook({ method, target }: Told['call'], id: string): boolean {
  return method === 'GET' && target === id;
}
