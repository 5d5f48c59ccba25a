// Owns what must hold of people after each request: sign-in, libraries, User ID (imanage-model.md §1, §2, §3.1–3.3, §3.6, §3.7). Reads no database.
import { breachOf, type Breach } from './breach';
import { IMANAGE_USER, objectIn, objectsIn, sameText, textIn, type Json } from './call';
import type { Firm } from './firms';
import { isLive, type Step } from './replay';

const USER_ID = /^[\u0021-\uD7FF\uF900-\uFDCF\uFDF0-\uFFEF]{1,64}$/u;

export function isUsable(userId: unknown): userId is string {
  return typeof userId === 'string' && USER_ID.test(userId) && !/\s/u.test(userId);
}

export function userBreaches(firm: Firm, steps: readonly Step[]): readonly Breach[] {
  return steps.flatMap((step) => [
    ...orderBreaches(step),
    ...step.events
      .filter(({ resourceType }) => resourceType === 'User')
      .flatMap(({ resourceId }) => {
        const before = step.before.users.get(resourceId);
        const after = step.after.users.get(resourceId) ?? {};
        const change = { firm, step, id: resourceId, before, after };
        return [
          ...signInBreaches(change),
          ...libraryBreaches(change),
          ...purposeBreaches(change),
          ...userIdBreaches(change),
        ];
      }),
  ]);
}

interface Change {
  readonly firm: Firm;
  readonly step: Step;
  readonly id: string;
  readonly before: Json | undefined;
  readonly after: Json;
}

/** An explicit order that was answered with success is carried out. */
function orderBreaches({ call, answer, isDone, number, after }: Step): readonly Breach[] {
  const breach = breachOf('sign-in', number);
  const id = call.target ?? textIn((answer.body as Json | undefined)?.['id']);
  const facts = after.users.get(id);
  if (!isDone || facts === undefined) return [];
  const { signIn } = call.says;
  if (call.method === 'DELETE')
    return facts['signInEnabled'] === false ? [] : [breach(`${id} is deleted, but enabled`)];
  if (signIn === undefined || facts['signInEnabled'] === signIn) return [];
  return [breach(`${id}: active ${signIn} was answered ${answer.status} and is not so`)];
}

/** Rule 3.3: a step of the sign-in needs an order; nobody comes back enabled without one. */
function signInBreaches({ step, id, before, after }: Change): readonly Breach[] {
  const breach = breachOf('sign-in', step.number);
  const { says, method } = step.call;
  const [was, is] = [before?.['signInEnabled'], after['signInEnabled']];
  const faults: Breach[] = [];
  if (before === undefined && is !== (says.signIn ?? true))
    faults.push(breach(`${id} is created ${shownSignIn(is)}`));
  if (was === false && is === true && says.signIn !== true)
    faults.push(breach(`${id} was disabled and is enabled without an explicit active true`));
  if (was === true && is === false && says.signIn !== false && method !== 'DELETE')
    faults.push(breach(`${id} is disabled without an order`));
  if (after['deleted'] === true && is !== false) faults.push(breach(`${id} is deleted and enabled`));
  return faults;
}

function shownSignIn(value: unknown): string {
  return value === true ? 'enabled' : 'disabled';
}

/** One row for each library, one role in each, none ever lost; external roles for externals only (rule 3.7). */
function libraryBreaches({ firm, step, id, before, after }: Change): readonly Breach[] {
  const breach = breachOf('libraries', step.number);
  const rows = objectsIn(after['libraries']);
  const names = rows.map(({ library }) => textIn(library));
  const lost = objectsIn(before?.['libraries']).filter(({ library }) => !names.includes(textIn(library)));
  const preferred = after['preferredLibrary'];
  return [
    ...lost.map(({ library }) => breach(`${id} lost the row of ${textIn(library)}`)),
    ...(new Set(names).size === names.length
      ? []
      : [breach(`${id} has two rows of one library: ${names.join()}`)]),
    ...(names.includes(textIn(preferred))
      ? []
      : [breach(`${id} has no row of the preferred library ${String(preferred)}`)]),
    ...rows.flatMap(({ library, role, signInEnabled }) => {
      const known = firm.catalogue.get(textIn(library))?.find((candidate) => candidate.id === role);
      const name = `${textIn(library)}:${textIn(role)}`;
      if (known === undefined) return [breach(`${id} has ${name}, which the catalogue does not know`)];
      if (typeof signInEnabled !== 'boolean') return [breach(`${id} has ${name} without a flag`)];
      return known.external && after['external'] !== true
        ? [breach(`${id} is internal and has ${name}`)]
        : [];
    }),
  ];
}

/** Rule 3.3 and §3a: what was disabled on purpose stays so unless it is named; what is enabled stays so unless asked. */
function purposeBreaches({ firm, step, id, before, after }: Change): readonly Breach[] {
  const breach = breachOf('purpose', step.number);
  const { says } = step.call;
  const isEnable = before?.['signInEnabled'] === false && after['signInEnabled'] === true;
  const isManual = isEnable && firm.rules.reenableLibraries === 'manual';
  // An echo of the preferred library names it only where it says something new.
  const { preferredLibrary } = objectIn(step.call.body?.[IMANAGE_USER]);
  const moved = sameText(preferredLibrary, before?.['preferredLibrary']) ? [] : [textIn(preferredLibrary)];
  return objectsIn(before?.['libraries']).flatMap(({ library, signInEnabled: was }) => {
    const is = objectsIn(after['libraries']).find((row) => row['library'] === library)?.['signInEnabled'];
    const isNamed = [...says.names, ...moved].some((name) => sameText(name, library));
    const name = textIn(library);
    if (was === false && is === true && !isNamed)
      return [breach(`${id}: ${name} was disabled, is not named, and is enabled`)];
    if (was === true && is === false && !says.mayDisable && !isManual)
      return [breach(`${id}: ${name} is disabled without an order`)];
    return was === true && is === true && isManual && !isNamed
      ? [breach(`${id}: ${name} comes back by itself under "manual"`)]
      : [];
  });
}

/** Rules 3.2 and 3.6: for good once usable; as asked, or with a suffix where the rule is so and another one has it. */
function userIdBreaches({ firm, step, id, before, after }: Change): readonly Breach[] {
  const breach = breachOf('User ID', step.number);
  const [was, is] = [before?.['userId'], after['userId']];
  if (isUsable(was)) return was === is ? [] : [breach(`${id}: the User ID ${was} became ${String(is)}`)];
  if (!isUsable(is)) return [];
  const text = JSON.stringify(step.call.body ?? {});
  const asked = (candidate: string): boolean =>
    text.includes(JSON.stringify(candidate)) || candidate === after['userName'];
  if (asked(is)) return [];
  const [, base = ''] = /^(.*)-\d+$/.exec(is) ?? [];
  const holders = [...step.before.users.values()].filter((other) => sameText(other['userId'], base));
  if (firm.rules.userIdConflict === 'suffix' && holders.length > 0) return [];
  return [breach(`${id} has the User ID ${is}, which nobody asked for`)];
}

/** Rules that hold between people: names among the live, User IDs among all that ever were. */
export function uniqueBreaches(steps: readonly Step[]): readonly Breach[] {
  return steps.flatMap(({ events, after, number }) => {
    if (events.length === 0) return [];
    const all = [...after.users.values()];
    return clashes(all, number);
  });
}

export function clashes(all: readonly Json[], step: number | undefined): readonly Breach[] {
  const breach = breachOf('unique', step);
  const live = all.filter(isLive);
  const twice = (values: readonly string[], what: string): readonly Breach[] => {
    const seen = new Set<string>();
    return values
      .filter((value) => seen.size === seen.add(value).size)
      .map((value) => breach(`${what} ${value} is there twice`));
  };
  const texts = (facts: readonly Json[], name: string): readonly string[] =>
    facts.map((one) => textIn(one[name])).filter((text) => text !== '');
  const lower = (text: string): string => text.toLowerCase();
  return [
    ...twice(texts(live, 'userName').map(lower), 'the userName'),
    ...twice(texts(live, 'externalId'), 'the externalId'),
    ...twice(texts(all, 'userId').filter(isUsable).map(lower), 'the User ID'),
  ];
}
