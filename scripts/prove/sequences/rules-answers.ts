// Owns what every answer must be: a success that shows what is so, or a refusal that helps; and that a repeated request changes nothing. Reads no database.
import { breachOf, type Breach } from './breach';
import { IMANAGE_USER, objectIn, objectsIn, textIn, type Json } from './call';
import type { Missing } from './completeness';
import { isLive, liveMembers, type Step, type World } from './replay';

const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';
const REFUSALS = [400, 403, 404, 409];
const DETAIL_LENGTH_MIN = 12;

export function answerBreaches(steps: readonly Step[], missing: readonly Missing[]): readonly Breach[] {
  return steps.flatMap((step, index) => [
    ...(step.isDone ? doneBreaches(step, missing[index] ?? new Map()) : refusalBreaches(step)),
    ...(step.call.isRepeat && step.events.length > 0
      ? [breachOf('idempotence', step.number)(`the repeated request made ${step.events.length} new versions`)]
      : []),
  ]);
}

function refusalBreaches({ answer: { status, body }, call, number, before }: Step): readonly Breach[] {
  const breach = breachOf('answer', number);
  const refusal = objectIn(body);
  const { schemas, detail, scimType } = refusal;
  const isScim = Array.isArray(schemas) && schemas.includes(ERROR) && refusal['status'] === String(status);
  const isNamed = (status !== 400 && status !== 409) || typeof scimType === 'string';
  if (!REFUSALS.includes(status))
    return [breach(`${call.method} is answered ${status}: ${JSON.stringify(body)}`)];
  if (!isScim || !isNamed) return [breach(`a refusal that is no SCIM error: ${JSON.stringify(body)}`)];
  if (textIn(detail).length < DETAIL_LENGTH_MIN)
    return [breach(`a refusal that does not help: ${JSON.stringify(body)}`)];
  const facts = before.users.get(call.target ?? '') ?? before.groups.get(call.target ?? '');
  return status === 404 && isLive(facts) ? [breach(`404 for ${call.target ?? ''}, which is there`)] : [];
}

function doneBreaches(step: Step, missing: Missing): readonly Breach[] {
  const { call, answer, after, number } = step;
  const shown = objectIn(answer.body);
  const breach = breachOf('answer', number);
  if (call.path.includes('?')) return listBreaches(step);
  const id = call.target ?? textIn(shown['id']);
  const facts = after.users.get(id) ?? after.groups.get(id);
  if (call.method === 'DELETE')
    return facts?.['deleted'] === true ? [] : [breachOf('deleted', number)(`${id} is there`)];
  if (!isLive(facts))
    return [breachOf('deleted', number)(`${call.method} ${call.path} is answered ${answer.status}`)];
  const version = `W/"${after.versions.get(id) ?? 0}"`;
  const faults =
    answer.headers.etag === version
      ? []
      : [breach(`${id}: ETag ${String(answer.headers.etag)}, not ${version}`)];
  if (answer.body === undefined) return faults;
  const view = after.users.has(id) ? userFaults(after, id, shown) : groupFaults(after, id, shown);
  return [
    ...faults,
    ...view.map((text) => breach(`${id} is shown with ${text}`)),
    ...(after.users.has(id) ? completeBreaches(step, { id, shown, missing: missing.get(id) ?? [] }) : []),
  ];
}

function userFaults(world: World, id: string, shown: Json): readonly string[] {
  const facts = world.users.get(id) ?? {};
  const imanage = objectIn(shown[IMANAGE_USER]);
  const rows = (list: unknown, name: string): string =>
    objectsIn(list)
      .map((row) => `${textIn(row[name])}:${textIn(row['role'])}:${String(row['signInEnabled'])}`)
      .toSorted()
      .join();
  const groups = [...world.groups.keys()].filter(
    (group) => isLive(world.groups.get(group)) && world.members.get(group)?.has(id),
  );
  const active = facts['activeUnassigned'] === true ? undefined : facts['signInEnabled'];
  return [
    ...(shown['active'] === active ? [] : [`active ${String(shown['active'])}`]),
    ...(imanage['signInEnabled'] === facts['signInEnabled']
      ? []
      : [`signInEnabled ${String(imanage['signInEnabled'])}`]),
    ...(imanage['userId'] === facts['userId'] ? [] : [`userId ${String(imanage['userId'])}`]),
    ...(imanage['external'] === facts['external'] ? [] : [`external ${String(imanage['external'])}`]),
    ...(imanage['preferredLibrary'] === facts['preferredLibrary'] ? [] : ['another preferredLibrary']),
    ...(rows(imanage['libraries'], 'value') === rows(facts['libraries'], 'library')
      ? []
      : ['other libraries']),
    ...(idsIn(shown['groups']) === groups.toSorted().join() ? [] : [`groups [${idsIn(shown['groups'])}]`]),
    ...(objectsIn(imanage['libraries']).filter(({ preferred }) => preferred === true).length === 1
      ? []
      : ['not exactly one preferred library']),
  ];
}

function groupFaults(world: World, id: string, shown: Json): readonly string[] {
  const facts = world.groups.get(id) ?? {};
  const members = liveMembers(world, id).toSorted().join();
  return [
    ...(shown['displayName'] === facts['displayName'] ? [] : [`displayName ${String(shown['displayName'])}`]),
    ...(idsIn(shown['members']) === members
      ? []
      : [`members [${idsIn(shown['members'])}] instead of [${members}]`]),
  ];
}

function idsIn(list: unknown): string {
  return objectsIn(list)
    .map(({ value }) => textIn(value))
    .toSorted()
    .join();
}

function completeBreaches(
  { number }: Step,
  { id, shown, missing }: { readonly id: string; readonly shown: Json; readonly missing: readonly string[] },
): readonly Breach[] {
  const { status, missing: told = [] } = objectIn(objectIn(shown[IMANAGE_USER])['provisioning']);
  const wanted = missing.length === 0 ? 'ready' : 'incomplete';
  const isSo = status === wanted && (told as readonly string[]).join() === missing.join();
  return isSo
    ? []
    : [
        breachOf(
          'complete',
          number,
        )(`${id} is ${String(status)} [${String(told)}], reckoned: ${wanted} [${missing.join()}]`),
      ];
}

/** A list by userName shows the live person of that name and nobody who is deleted. */
function listBreaches({ call, answer, after, number }: Step): readonly Breach[] {
  const name = /userName eq "([^"]*)"/.exec(decodeURIComponent(call.path))?.[1] ?? '';
  const live = [...after.users].filter(
    ([, facts]) => isLive(facts) && textIn(facts['userName']).toLowerCase() === name.toLowerCase(),
  );
  const wanted = live.map(([id]) => id).join();
  const listed = objectsIn(objectIn(answer.body)['Resources'])
    .map(({ id }) => textIn(id))
    .join();
  return listed === wanted
    ? []
    : [breachOf('deleted', number)(`the list of ${name} shows [${listed}] instead of [${wanted}]`)];
}
