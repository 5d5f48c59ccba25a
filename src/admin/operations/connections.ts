// What admins ask of connections and do to them; the rules are in directory/connection-change.ts.

import {
  created,
  described,
  expiring,
  readmitted,
  removed,
  renamed,
  revoked,
  rotated,
  switched,
} from '../../directory/connection-change';
import type { ConnectionRecord } from '../../directory/connection-record';
import { connectionDifferences, type ConnectionView } from '../../directory/connection-view';
import { profileOf } from '../../scim/profile';
import { isRefusable, REFUSABLE_TOLERANCES, toleranceRow } from '../../scim/tolerance';
import { addConnection, changeConnection, connectionNamed, makeToken, type MadeToken } from '../connections';
import { connectionShown, connectionTraffic, moment, textOf } from '../connection-shown';
import { connectionWaiting } from '../connection-waiting';
import type { AdminContext } from '../context';
import type { AnswerOf } from '../contract';
import type { ConnectionShown } from '../contract/connection-shapes';
import type { CONNECTIONS } from '../contract/connections';
import { AdminFailure } from '../failure';
import { guideOf } from '../guide';
import type { Operations } from '../operation';

type Details = AnswerOf<(typeof CONNECTIONS)['connections.show']>;
type Made = AnswerOf<(typeof CONNECTIONS)['connections.create']>;

export const connectionOperations: Operations<typeof CONNECTIONS> = {
  'connections.list': async (context) => {
    const { customer, stores, services } = context;
    const now = services.now();
    const [views, traffic] = await Promise.all([
      stores.connections.views(customer.id),
      connectionTraffic(stores.traffic, customer.id, now),
    ]);
    const living = views.filter(({ record }) => record.removed === null);
    return { rows: living.map((view) => connectionShown(view, traffic, now)) };
  },

  'connections.create': async (context, { name, kind, expires, profile = 'default', syncPeriodMinutes }) => {
    const { customer, services, actor } = context;
    const token = makeToken(services.newId, dateOf(expires ?? null));
    const given = { id: services.newId(), customer: customer.id, name, kind, profile, syncPeriodMinutes };
    const record = await addConnection(context, (others) =>
      created(given, kept(token), { others, now: services.now(), by: actor.client }),
    );
    return made(context, record, token);
  },

  'connections.show': async (context, { connection }) => details(context, await viewOf(context, connection)),

  'connections.waiting': async (context, { connection }) =>
    connectionWaiting(context, await viewOf(context, connection)),

  'connections.rotate': async (context, { connection, expires, oldEnds }) => {
    const { services, actor } = context;
    const token = makeToken(services.newId, dateOf(expires ?? null));
    const ends = oldEnds === undefined ? undefined : momentOf(oldEnds);
    const record = await changeConnection(context, connection, (view) =>
      rotated(view, kept(token), { oldEnds: ends, now: services.now(), by: actor.client }),
    );
    return made(context, record, token);
  },

  'connections.expire': async (context, { connection, token, expires }) => {
    const end = dateOf(expires);
    const record = await changeConnection(context, connection, (view) =>
      expiring(view, token, { expires: end, now: context.services.now() }),
    );
    return changed(
      context,
      record,
      end === null ? 'The token no longer ends by itself.' : `The token ends ${moment(end)}.`,
    );
  },

  'connections.revoke': async (context, { connection, token }) => {
    const { services, actor } = context;
    const record = await changeConnection(context, connection, (view) =>
      revoked(view, token, { now: services.now(), by: actor.client }),
    );
    return changed(context, record, 'Revoked: every gateway refuses it within a second.');
  },

  'connections.readmit': async (context, { connection, token }) => {
    const record = await changeConnection(context, connection, (view) => readmitted(view, token));
    return changed(context, record, 'The client may come again; its access tokens from before stay refused.');
  },

  'connections.profile': async (context, { connection, profile, tolerances = {} }) => {
    const unknown = Object.keys(tolerances).find((name) => !isRefusable(name));
    if (unknown !== undefined)
      throw new AdminFailure(
        'invalid',
        `There is no tolerance "${unknown}"; there are ${REFUSABLE_TOLERANCES.join(', ')}.`,
      );
    await changeConnection(context, connection, (view) => switched(view, { profile, tolerances }));
    return details(context, await viewOf(context, connection));
  },

  'connections.describe': async (context, { connection, kind, syncPeriodMinutes }) => {
    const record = await changeConnection(context, connection, (view) =>
      described(view, { kind, syncPeriodMinutes }),
    );
    return changed(
      context,
      record,
      `It counts as silent after ${2 * record.syncPeriodMinutes} minutes without a request.`,
    );
  },

  'connections.rename': async (context, { connection, name }) => {
    const before = await viewOf(context, connection);
    const record = await changeConnection(context, connection, (view, all) => renamed(view, name, all));
    if (before.record.name !== name)
      await context.stores.traffic.rename(context.customer.id, before.record.name, name);
    return changed(context, record, `It is called "${name}" now; what is logged keeps the old name.`);
  },

  'connections.remove': async (context, { connection }) => {
    const { services, actor } = context;
    const { name } = await changeConnection(context, connection, (view) =>
      removed(view, { now: services.now(), by: actor.client }),
    );
    return {
      words: `The connection "${name}" is removed; every gateway refuses its tokens within a second.`,
    };
  },

  'connections.guide': (context, { kind }) => Promise.resolve(guideOf(kind, context.scimBase)),
};

async function viewOf({ customer, stores }: AdminContext, id: string): Promise<ConnectionView> {
  return connectionNamed(await stores.connections.views(customer.id), id);
}

async function shown(context: AdminContext, view: ConnectionView): Promise<ConnectionShown> {
  const { customer, stores, services } = context;
  const now = services.now();
  return connectionShown(view, await connectionTraffic(stores.traffic, customer.id, now), now);
}

async function changed(
  context: AdminContext,
  { id }: ConnectionRecord,
  words: string,
): Promise<{ connection: ConnectionShown; words: string }> {
  return { connection: await shown(context, await viewOf(context, id)), words };
}

/** The one answer that holds the token itself. */
async function made(context: AdminContext, record: ConnectionRecord, token: MadeToken): Promise<Made> {
  const words =
    'Copy the token now: it is not shown again. Lost, it can only be changed for another one, under Rotate.';
  return {
    ...(await changed(context, record, words)),
    token: {
      id: token.id,
      text: token.text,
      header: `Authorization: Bearer ${token.text}`,
      expires: textOf(token.expires),
    },
  };
}

async function details(context: AdminContext, view: ConnectionView): Promise<Details> {
  const { refused } = profileOf(view.profile, known(view.tolerances));
  const byProfile = profileOf(view.profile).refused;
  return {
    connection: await shown(context, view),
    tolerances: REFUSABLE_TOLERANCES.map((name) => ({
      name,
      instead: toleranceRow(name).instead,
      now: refused.has(name) ? 'refuse' : 'allow',
      byProfile: byProfile.has(name) ? 'refuse' : 'allow',
      isSwitched: Object.hasOwn(view.tolerances, name),
    })),
    differences: [...connectionDifferences(view)],
  };
}

/** Another version of the gateway may have kept names that this one does not know. */
function known(tolerances: ConnectionView['tolerances']): ConnectionView['tolerances'] {
  return Object.fromEntries(Object.entries(tolerances).filter(([name]) => isRefusable(name)));
}

/** What is kept of a token: everything but its text. */
function kept({ text: _text, ...token }: MadeToken): Omit<MadeToken, 'text'> {
  return token;
}

function dateOf(text: string | null): Date | null {
  return text === null ? null : momentOf(text);
}

/** @throws AdminFailure `invalid` for a day or an hour that there is not */
function momentOf(text: string): Date {
  const date = new Date(text);
  if (!Number.isNaN(date.getTime())) return date;
  throw new AdminFailure('invalid', `"${text}" is no date and time; write it as 2027-11-01T00:00:00Z.`);
}
