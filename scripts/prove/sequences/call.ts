// Owns what one request of a sequence is, and what it says in so many words, apart from how it is worded. Sends nothing.

/** JSON as it is sent and read; shapes are looked at where they matter. */
export type Json = Readonly<Record<string, unknown>>;

export const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const IMANAGE_USER = 'urn:ietf:params:scim:schemas:extension:imanage:2.0:User';
export const IMANAGE_GROUP = 'urn:ietf:params:scim:schemas:extension:imanage:2.0:Group';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

export interface MemberOrder {
  readonly kind: 'add' | 'remove' | 'replace';
  /** People, groups, and ids of nobody. */
  readonly ids: readonly string[];
}

/** What a request asks for in so many words; everything else it must leave alone. */
export interface Says {
  readonly signIn?: boolean;
  /** Libraries that the request names, and not to disable them. */
  readonly names: readonly string[];
  /** The request may disable libraries: by a full picture, by name, or by taking a role away. */
  readonly mayDisable: boolean;
  /** In their order. */
  readonly members: readonly MemberOrder[];
}

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: Json;
  /** The resource that the path names. */
  readonly target?: string;
  readonly says: Says;
  /** The very request that was sent just before and succeeded. */
  readonly isRepeat: boolean;
}

export const SAYS_NOTHING: Says = { names: [], mayDisable: false, members: [] };

/** The later one decides on the sign-in; the rest adds up. */
export function saidTogether(parts: readonly Partial<Says>[]): Says {
  let said = SAYS_NOTHING;
  for (const { signIn = said.signIn, names = [], mayDisable = false, members = [] } of parts)
    said = {
      ...(signIn === undefined ? {} : { signIn }),
      names: [...said.names, ...names],
      mayDisable: said.mayDisable || mayDisable,
      members: [...said.members, ...members],
    };
  return said;
}

export function patchBody(operations: readonly Json[]): Json {
  return { schemas: [PATCH_OP], Operations: operations };
}

/** A JSON object, empty where the value is none. */
export function objectIn(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

/** The objects of a JSON list, none where the value is no list. */
export function objectsIn(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.map(objectIn) : [];
}

export function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Names of the proof are plain letters, so this is enough to compare them without case. */
export function sameText(left: unknown, right: unknown): boolean {
  return textIn(left).toLowerCase() === textIn(right).toLowerCase();
}
