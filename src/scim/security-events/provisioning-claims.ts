// A directory event as the claims of one Security Event Token (RFC 8417, RFC 9967 §2); pure, signs and sends nothing.

import { movedCounts, type DirectoryEvent, type EventOperation } from '../../directory/event';
import { MEMBERS_TOLD_MAX } from '../../directory/event-stream';
import type { JsonObject } from '../../directory/json';
import { entityTag } from '../etag';
import { eventUri, type EventName, type EventStream } from './event-names';
import { attributesOf, changedPaths, resourceOf, type ToldType } from './told-facts';

const PATCH_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** What an event itself does not hold. */
export interface EventSurroundings {
  /** The public URL. */
  readonly issuer: string;
  readonly issuedAt: Date;
  readonly externalId: string | undefined;
  /** Everything known of the resource after the event; undefined where it was not asked for. */
  readonly facts: JsonObject | undefined;
}

type Change = 'create' | 'patch' | 'put';

/**
 * A return is a create: the receiver was told that the resource is gone, and has no other way to learn that it is there
 * again, under the same id. `configure` is no event of a resource.
 */
const CHANGES: Readonly<Partial<Record<EventOperation, Change>>> = {
  create: 'create',
  return: 'create',
  replace: 'put',
  patch: 'patch',
};

/** Stable: whoever gets the event again, from whichever gateway, gets it under the same id. */
export function tokenId(event: Pick<DirectoryEvent, 'id'>, stream: Pick<EventStream, 'id'>): string {
  return `${event.id}.${stream.id}`;
}

/** Undefined where the stream has nothing of this event. */
export function provisioningClaims(
  event: DirectoryEvent,
  stream: EventStream,
  surroundings: EventSurroundings,
): JsonObject | undefined {
  const type = toldType(event);
  if (type === undefined) return undefined;
  const events = Object.fromEntries(
    namesOf(event, stream).map((name) => [
      eventUri(name),
      payload(event, type, { name, facts: surroundings.facts }),
    ]),
  );
  if (Object.keys(events).length === 0) return undefined;
  const externalId = externalIdOf(event) ?? surroundings.externalId;
  return {
    iss: surroundings.issuer,
    aud: [stream.audience],
    iat: seconds(surroundings.issuedAt),
    jti: tokenId(event, stream),
    txn: event.actor.requestId,
    // RFC 8417 §2.2: when it happened, as against when it was told.
    toe: seconds(event.at),
    sub_id: {
      format: 'scim',
      uri: `/${type}s/${event.resourceId}`,
      id: event.resourceId,
      ...(externalId === undefined ? {} : { externalId }),
    },
    events,
  };
}

/** Whether the claims of this event need the resource as a whole: of what is there already, an event holds what changed. */
export function needsFacts(event: DirectoryEvent, stream: EventStream): boolean {
  if (event.operation !== 'return' && event.operation !== 'replace') return false;
  return namesOf(event, stream).some((name) => name === 'prov:create:full' || name === 'prov:put:full');
}

/** One token for one change of one resource, however many events it is (RFC 9967 §2.1). */
function namesOf(event: DirectoryEvent, stream: EventStream): readonly EventName[] {
  const signIn = signInName(event);
  return [
    ...(event.operation === 'delete' && stream.events.includes('prov:delete')
      ? (['prov:delete'] as const)
      : []),
    ...changeNames(event, stream),
    ...(signIn !== undefined && stream.events.includes(signIn) ? [signIn] : []),
  ];
}

/** A stream of full events gets a notice where the whole would be too much. */
function changeNames(event: DirectoryEvent, { events }: EventStream): readonly EventName[] {
  const change = CHANGES[event.operation];
  if (change === undefined) return [];
  const [full, notice] = [`prov:${change}:full`, `prov:${change}:notice`] as const;
  if (events.includes(full)) return [isTooMuch(event) ? notice : full];
  return events.includes(notice) ? [notice] : [];
}

/** A PUT of a group says who is in it; told are those who came and left, which a receiver could take for all. */
function isTooMuch(event: DirectoryEvent): boolean {
  const { resourceType, operation } = event;
  const { added, removed } = movedCounts(event);
  const isGroupPut = resourceType === 'Group' && operation === 'replace';
  return isGroupPut || added + removed > MEMBERS_TOLD_MAX;
}

/** The sign-in of a person (RFC 9967 §2.4.5, §2.4.6). A delete says it already. */
function signInName({ resourceType, operation, before, after }: DirectoryEvent): EventName | undefined {
  if (resourceType !== 'User' || operation === 'delete') return undefined;
  if (before['signInEnabled'] === true && after['signInEnabled'] === false) return 'prov:deactivate';
  return before['signInEnabled'] === false && after['signInEnabled'] === true ? 'prov:activate' : undefined;
}

function payload(
  event: DirectoryEvent,
  type: ToldType,
  { name, facts }: { readonly name: EventName; readonly facts: JsonObject | undefined },
): JsonObject {
  const version = entityTag(event.version);
  switch (name) {
    case 'prov:create:full':
      return {
        version,
        data: { ...resourceOf(type, event.resourceId, facts ?? event.after), ...members(event) },
      };
    case 'prov:put:full':
      return { version, data: resourceOf(type, event.resourceId, facts ?? event.after) };
    case 'prov:patch:full':
      return { version, data: { schemas: [PATCH_SCHEMA], Operations: operations(event, type) } };
    case 'prov:create:notice':
      return { version, attributes: ['id', ...changed(event, type)] };
    case 'prov:patch:notice':
    case 'prov:put:notice':
      return { version, attributes: changed(event, type) };
    case 'prov:delete':
    case 'prov:activate':
    case 'prov:deactivate':
    case 'misc:asyncresp':
      return {};
  }
}

function changed({ before, after, membersAdded, membersRemoved }: DirectoryEvent, type: ToldType): string[] {
  const isMembership = membersAdded.length + membersRemoved.length > 0;
  return [...changedPaths(type, before, after), ...(isMembership ? ['members'] : [])];
}

function members({ membersAdded }: DirectoryEvent): JsonObject {
  return membersAdded.length === 0 ? {} : { members: membersAdded.map((value) => ({ value, type: 'User' })) };
}

/** What changed as the PATCH that makes the same of it (RFC 7644 §3.5.2). */
function operations(event: DirectoryEvent, type: ToldType): JsonObject[] {
  const now = attributesOf(type, event.after);
  return [
    ...changedPaths(type, event.before, event.after).map((path) => {
      const value = now.get(path);
      return value === undefined ? { op: 'remove', path } : { op: 'replace', path, value };
    }),
    ...(event.membersAdded.length === 0
      ? []
      : [
          { op: 'add', path: 'members', value: event.membersAdded.map((value) => ({ value, type: 'User' })) },
        ]),
    ...event.membersRemoved.map((id) => ({ op: 'remove', path: `members[value eq "${id}"]` })),
  ];
}

function toldType({ resourceType }: DirectoryEvent): ToldType | undefined {
  return resourceType === 'User' || resourceType === 'Group' ? resourceType : undefined;
}

function externalIdOf({ before, after }: DirectoryEvent): string | undefined {
  const externalId = after['externalId'] ?? before['externalId'];
  return typeof externalId === 'string' ? externalId : undefined;
}

/** NumericDate (RFC 7519 §2). */
export function seconds(at: Date): number {
  return Math.floor(at.getTime() / 1_000);
}
