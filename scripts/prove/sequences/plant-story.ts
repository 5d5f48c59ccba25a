// Owns one fixed sequence in which every kind of damage can be planted: what is sent, and who is who in it. Judges nothing.
import {
  GROUP,
  IMANAGE_GROUP,
  IMANAGE_USER,
  patchBody,
  SAYS_NOTHING,
  saidTogether,
  textIn,
  USER,
  type Call,
  type Json,
  type Says,
} from './call';
import { collectEvidence, type Evidence, type Told } from './evidence';
import type { Office } from './sequence';

/** People and groups of the story by id. */
export interface Cast {
  readonly leaver: string;
  readonly deleted: string;
  readonly frozen: string;
  readonly outside: string;
}

/** Somebody is disabled, somebody deleted, a library disabled on purpose, a group frozen; then each gets a harmless change. */
export async function tellPlantStory({
  client,
  database,
  firm,
}: Office): Promise<{ readonly cast: Cast; readonly evidence: Evidence }> {
  const told: Told[] = [];
  const tell = async (
    method: Call['method'],
    path: string,
    body?: Json,
    says: Partial<Says> = {},
  ): Promise<string> => {
    const [, , target] = path.split('/');
    const call = {
      method,
      path,
      ...(body === undefined ? {} : { body }),
      ...(target === undefined ? {} : { target }),
      says: saidTogether([SAYS_NOTHING, says]),
      isRepeat: false,
    };
    const answer = await client.send(method, path, body);
    if (answer.status >= 300 && method !== 'GET')
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    told.push({ call, answer });
    return textIn((answer.body as Json | undefined)?.['id']);
  };
  const hire = (name: string, external: boolean): Promise<string> =>
    tell('POST', '/Users', person(`planted-${name}-${firm.token.slice(0, 8)}@firm.example`, external));
  const found = (name: string, members: readonly string[], external: boolean): Promise<string> =>
    tell('POST', '/Groups', group(`planted ${name}`, members, external), {
      members: [{ kind: 'add', ids: members }],
    });
  const set = (path: string, value: unknown): Json => patchBody([{ op: 'replace', path, value }]);

  const [leaver, deleted, stranger] = [
    await hire('leaver', false),
    await hire('deleted', false),
    await hire('client', true),
  ];
  const frozen = await found('frozen', [leaver, deleted], false);
  const outside = await found('outside', [stranger], true);
  const flag = `${IMANAGE_USER}:libraries[value eq "ARCHIVE"].signInEnabled`;
  await tell('PATCH', `/Users/${leaver}`, set(flag, false), { mayDisable: true });
  await tell('PATCH', `/Users/${leaver}`, set('active', 'False'), { signIn: false });
  await tell('PATCH', `/Groups/${frozen}`, set(`${IMANAGE_GROUP}:enabled`, false));
  await tell('PATCH', `/Users/${leaver}`, set('title', 'harmless'));
  await tell('PATCH', `/Groups/${frozen}`, set('externalId', 'harmless'));
  await tell('PATCH', `/Groups/${outside}`, set('externalId', 'harmless, too'));
  await tell('DELETE', `/Users/${deleted}`);
  for (const id of [leaver, deleted]) await tell('GET', `/Users/${id}`);
  for (const id of [frozen, outside]) await tell('GET', `/Groups/${id}`);
  const named = { userIds: new Set([leaver, deleted, stranger]), groupIds: new Set([frozen, outside]) };
  const evidence = await collectEvidence(database, firm.id, named, told);
  return { cast: { leaver, deleted, frozen, outside }, evidence };
}

function person(userName: string, external: boolean): Json {
  const emails = [{ type: 'work', primary: true, value: userName }];
  return {
    schemas: [USER],
    userName,
    emails,
    [IMANAGE_USER]: { external, libraryAssignments: 'ACTIVE;ARCHIVE' },
  };
}

function group(displayName: string, members: readonly string[], external: boolean): Json {
  return {
    schemas: [GROUP],
    displayName,
    members: members.map((value) => ({ value })),
    [IMANAGE_GROUP]: { external },
  };
}
