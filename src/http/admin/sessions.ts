// The life of an admin session: begun at a sign-in, carried on by what is done, ended by rest, by time or by sign-out. Knows no cookie and no HTTP.

import { createHash, randomBytes } from 'node:crypto';
import { adminEverywhere, roleByClaim, type RoleOf, type RoleRule } from '../../admin/roles';
import type { AdminSession, AdminSessions } from '../../directory/admin-session';

export const IDLE_S = 15 * 60;
const IDLE_MS = IDLE_S * 1_000;
const LONGEST_MS = 12 * 60 * 60_000;
/** How long after showing who they are people may give access to others. */
const FRESH_MS = 10 * 60_000;
/** Extended no more often, so that pages that ask much write little; a session ends at most so much early. */
const EXTEND_EVERY_MS = 30_000;

export interface AdminAccess {
  /** SHA-256 of the admin token, lower-case hex; null: there is none. */
  readonly tokenDigest: string | null;
  readonly oidc: {
    readonly issuer: string;
    readonly clientId: string;
    readonly rolesClaim: string;
    readonly roles: readonly RoleRule[];
  } | null;
}

/** Who signed in, and how. */
export type SignedIn = Pick<AdminSession, 'name' | 'how' | 'claimed' | 'provedAt'>;

export interface SessionKeeper {
  /** @returns what the browser is to hold, which is kept nowhere else */
  begin(signedIn: SignedIn): Promise<{ readonly secret: string; readonly session: AdminSession }>;
  /** Undefined where there is none, where it is over, and where what opened it opens nothing any more. */
  find(secret: string): Promise<AdminSession | undefined>;
  /** Something was done. */
  carryOn(session: AdminSession): Promise<void>;
  end(session: AdminSession): Promise<void>;
  /** By the configuration of now: who loses a role there loses it in open sessions too. */
  roleOf(session: Pick<AdminSession, 'how' | 'claimed'>): RoleOf;
  freshUntil(session: Pick<AdminSession, 'provedAt'>): Date | null;
  isFresh(session: Pick<AdminSession, 'provedAt'>): boolean;
  until(session: AdminSession): Date;
}

interface KeeperOptions {
  readonly access: AdminAccess;
  readonly sessions: AdminSessions;
  readonly now: () => Date;
}

export function createSessionKeeper({ access, sessions, now }: KeeperOptions): SessionKeeper {
  const openers = { token: opener('token', access.tokenDigest), oidc: opener('oidc', access.oidc) };
  const until = ({ signedInAt }: Pick<AdminSession, 'signedInAt'>): Date => after(signedInAt, LONGEST_MS);
  const freshUntil: SessionKeeper['freshUntil'] = ({ provedAt }) => provedAt && after(provedAt, FRESH_MS);
  return {
    until,
    freshUntil,
    isFresh: (session) => now() < (freshUntil(session) ?? now()),
    async begin(signedIn) {
      const at = now();
      const secret = randomBytes(32).toString('base64url');
      const session = {
        ...signedIn,
        id: sha256(secret),
        opener: openers[signedIn.how],
        csrf: randomBytes(32).toString('base64url'),
        signedInAt: at,
        expires: after(at, IDLE_MS),
      };
      await sessions.begin(session);
      return { secret, session };
    },
    async find(secret) {
      const session = await sessions.find(sha256(secret), now());
      return session?.opener === openers[session?.how ?? 'token'] ? session : undefined;
    },
    async carryOn(session) {
      const at = now();
      const expires = new Date(Math.min(after(at, IDLE_MS).getTime(), until(session).getTime()));
      if (expires.getTime() - session.expires.getTime() < EXTEND_EVERY_MS) return;
      await sessions.extend(session.id, at, expires);
    },
    end: ({ id }) => sessions.end(id),
    roleOf: ({ how, claimed }) =>
      how === 'token' ? adminEverywhere : roleByClaim(access.oidc?.roles ?? [], claimed),
  };
}

/** Of what opens a session, so that a new admin token or another provider ends all that the old one opened. */
function opener(how: string, key: AdminAccess['tokenDigest'] | AdminAccess['oidc']): string {
  const parts = typeof key === 'string' || key === null ? [key] : [key.issuer, key.clientId, key.rolesClaim];
  return sha256(JSON.stringify([how, ...parts]));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function after(time: Date, ms: number): Date {
  return new Date(time.getTime() + ms);
}
