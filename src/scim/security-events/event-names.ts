// The events of RFC 9967 that the gateway tells, by name; knows nothing of when they happen.

const PREFIX = 'urn:ietf:params:scim:event:';

/** What follows the prefix (RFC 9967 §7.4). Of the first six, a stream has either the notice or the full one. */
export const EVENT_NAMES = [
  'prov:create:notice',
  'prov:create:full',
  'prov:patch:notice',
  'prov:patch:full',
  'prov:put:notice',
  'prov:put:full',
  'prov:delete',
  'prov:activate',
  'prov:deactivate',
  'misc:asyncresp',
] as const;
export type EventName = (typeof EVENT_NAMES)[number];

export function isEventName(name: string): name is EventName {
  return EVENT_NAMES.some((known) => known === name);
}

export function eventUri(name: EventName): string {
  return `${PREFIX}${name}`;
}

/** One receiver's stream: for whom its tokens are, and which events are in them. */
export interface EventStream {
  readonly customer: string;
  readonly id: string;
  readonly audience: string;
  readonly events: readonly EventName[];
}
