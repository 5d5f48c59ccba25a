// The actions on people as operations: from what was asked to what is answered, in words. Must not know how anything is changed.

import type { Static } from '@sinclair/typebox';
import type { Leaver } from '../../directory/answers/leavers';
import type { AdminContext } from '../context';
import { PEOPLE_MAX, type PEOPLE_ACTIONS } from '../contract/people-actions';
import { AdminFailure } from '../failure';
import type { Operations } from '../operation';
import { act, type Acted } from '../people/act';
import {
  approveReturn,
  disable,
  disableLibrary,
  enable,
  enableLibrary,
  withdrawReturn,
  type Decide,
} from '../people/changes';
import { cleanUpAfter, leaversNamed, leaversWithResidue } from '../people/clean-up';
import { namedPerson, stateOf } from '../people/named-person';
import { undoAction, undoRun } from '../people/undo';

type CleanUp = (typeof PEOPLE_ACTIONS)['people.cleanUp'];
type Undo = (typeof PEOPLE_ACTIONS)['people.undo'];

interface Asked {
  readonly person: string;
  readonly reason: string;
  readonly preview?: boolean;
}

export const peopleActionOperations: Operations<typeof PEOPLE_ACTIONS> = {
  'people.disable': (context, input) => acted(context, input, disable),
  'people.enable': (context, input) => acted(context, input, enable),
  'people.enableLibrary': (context, input) => acted(context, input, enableLibrary(input.library)),
  'people.disableLibrary': (context, input) => acted(context, input, disableLibrary(input.library)),
  'people.approveReturn': (context, input) => acted(context, input, approveReturn),
  'people.withdrawReturn': (context, input) => acted(context, input, withdrawReturn),
  'people.cleanUp': cleanUp,
  'people.undo': (context, input) => {
    const { event, run, reason, preview: isPreview = false } = input;
    if (event !== undefined && run === undefined) return undoEvent(context, event, { reason, isPreview });
    if (run !== undefined && event === undefined) return undoCleanUp(context, run, { reason, isPreview });
    throw new AdminFailure(
      'invalid',
      'Give the event of an action, or the run of a clean-up: one of the two.',
    );
  },
};

async function acted(
  context: AdminContext,
  { person, reason, preview: isPreview = false }: Asked,
  decide: Decide,
): Promise<Static<(typeof PEOPLE_ACTIONS)['people.disable']['answer']>> {
  const meant = await namedPerson(context, person);
  const { change, user, event } = await act(context, { person: meant, reason, isPreview }, decide);
  return {
    done: [...change.done],
    warnings: [...change.warnings],
    person: stateOf(user),
    event: event?.id ?? null,
    undo: undoWords(event, change),
  };
}

function undoWords(event: Acted['event'], { instead }: Acted['change']): string {
  if (event === null) return 'This is a preview; nothing was changed.';
  return `To take it back, undo the event ${event.id}, as long as nobody changes the same again; or ${instead}.`;
}

async function cleanUp(
  context: AdminContext,
  { people, everybody = false, reason, preview: isPreview = false, run: under }: Static<CleanUp['input']>,
): Promise<Static<CleanUp['answer']>> {
  if ((people === undefined) !== everybody)
    throw new AdminFailure('invalid', 'Name the people, or say everybody: one of the two.');
  const { some, isMore } =
    people === undefined
      ? await leaversWithResidue(context, PEOPLE_MAX)
      : { some: await leaversNamed(context, people), isMore: false };
  const { run, cleaned } = await cleanUpAfter(context, some, { reason, isPreview, under });
  return {
    run: isPreview ? null : run,
    done: [cleanUpWords(cleaned, isPreview), ...moreWords(some, { isMore })],
    undo: isPreview
      ? 'This is a preview; nothing was changed.'
      : `To give it back, undo the run ${run}; what is changed until then stays as it is.`,
    people: cleaned.map(({ person: { id, userId, userName, fullName }, groups, libraries, left }) => ({
      person: { id, userId, userName, fullName },
      groups: [...groups],
      libraries: [...libraries],
      left: [...left],
    })),
    isMore,
  };
}

interface Taking {
  readonly groups: readonly string[];
  readonly libraries: readonly string[];
}

function cleanUpWords(cleaned: readonly Taking[], isPreview: boolean): string {
  const taking = cleaned.filter(({ groups, libraries }) => groups.length + libraries.length > 0).length;
  const verb = isPreview ? 'would be taken' : 'was taken';
  if (taking === 0) return `Nothing ${verb} away: nothing is left that can be.`;
  const sum = (of: (one: Taking) => readonly string[]): number =>
    cleaned.reduce((count, one) => count + of(one).length, 0);
  return (
    `From ${taking} ${taking === 1 ? 'person' : 'people'} ${verb}: ` +
    `${counted(
      sum(({ groups }) => groups),
      'membership',
    )} and ` +
    `${counted(
      sum(({ libraries }) => libraries),
      'library sign-in',
    )}.`
  );
}

function moreWords(some: readonly Leaver[], { isMore }: { readonly isMore: boolean }): readonly string[] {
  return isMore
    ? [`These are the first ${some.length}; something is left of others, too. Do it once more for them.`]
    : [];
}

interface Undoing {
  readonly reason: string;
  readonly isPreview: boolean;
}

async function undoEvent(
  context: AdminContext,
  id: string,
  undoing: Undoing,
): Promise<Static<Undo['answer']>> {
  const { change, user, event } = await undoAction(context, id, undoing);
  return {
    done: [...change.done],
    skipped: [],
    people: [stateOf(user)],
    givenBack: [],
    event: event?.id ?? null,
    run: null,
    undo: undoWords(event, change),
  };
}

async function undoCleanUp(
  context: AdminContext,
  run: string,
  undoing: Undoing,
): Promise<Static<Undo['answer']>> {
  const { run: undo, people } = await undoRun(context, run, undoing);
  const verb = undoing.isPreview ? 'would get back' : 'got back';
  const given = people.filter(({ groups, libraries }) => groups.length + libraries.length > 0);
  return {
    done:
      given.length === 0
        ? [`Nobody ${verb} anything.`]
        : given.map(
            ({ person, groups, libraries }) =>
              `${stateOf(person).userName} ${verb}: ${[...groups, ...libraries.map((id) => `library ${id}`)].join(', ')}.`,
          ),
    skipped: people.flatMap(({ person, skipped }) =>
      skipped.map((why) => `${stateOf(person).userName}: ${why}`),
    ),
    people: people.map(({ person }) => stateOf(person)),
    givenBack: people.map(({ person, groups, libraries, skipped }) => ({
      userName: stateOf(person).userName,
      groups: [...groups],
      libraries: [...libraries],
      skipped: [...skipped],
    })),
    event: null,
    run: undoing.isPreview ? null : undo,
    undo: undoing.isPreview
      ? 'This is a preview; nothing was changed.'
      : 'To take it away again, clean up once more.',
  };
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
