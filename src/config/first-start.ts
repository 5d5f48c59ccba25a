/** Tokens made when none was configured: shown once by whoever starts the process, kept as digests only. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Config } from './config';
import { defaultConnection } from './connections';
import { deepFreeze } from './freeze';
import {
  readDigests,
  SecretsFileFault,
  updateDigests,
  type SecretName,
  type StoredDigests,
} from './secrets-file';
import { sha256Hex } from './token';

interface FirstStartSecret {
  readonly digest: string;
  /** The token itself at the start that made it, to be shown once; null at every later start. */
  readonly plainText: string | null;
}

/** null where the configuration gives that token. */
export type FirstStartSecrets = Readonly<Record<SecretName, FirstStartSecret | null>>;

export type FirstStart =
  | { readonly ok: true; readonly secrets: FirstStartSecrets }
  | { readonly ok: false; readonly faults: readonly string[] };

/** Makes or reads back what `config` lacks, in DATA_DIR/secrets.json. `makeToken` answers 256 random bits as text. */
export async function firstStart(config: Config, makeToken: () => string = randomToken): Promise<FirstStart> {
  const wanted = wantedSecrets(config);
  try {
    const { digests, made } = await keepSecrets(join(config.dataDir, 'secrets.json'), wanted, makeToken);
    const secret = (name: SecretName): FirstStartSecret | null => {
      const digest = wanted.includes(name) ? digests[name] : undefined;
      return digest === undefined ? null : { digest, plainText: made.get(name) ?? null };
    };
    return { ok: true, secrets: { scimToken: secret('scimToken'), adminToken: secret('adminToken') } };
  } catch (error) {
    if (error instanceof SecretsFileFault) return { ok: false, faults: [error.message] };
    throw error;
  }
}

/** The configuration with the made tokens in it: a connection `default` of customer `default`, the admin's digest. */
export function withSecrets(config: Config, { scimToken, adminToken }: FirstStartSecrets): Config {
  return deepFreeze({
    ...config,
    adminTokenDigest: config.adminTokenDigest ?? adminToken?.digest ?? null,
    connections:
      scimToken === null ? config.connections : [...config.connections, defaultConnection(scimToken.digest)],
  });
}

/** With a configuration file that has no connection, the console makes the first one. */
function wantedSecrets(config: Config): readonly SecretName[] {
  const isOpen = config.hasConfigFile || config.connections.length > 0;
  const scim: readonly SecretName[] = isOpen ? [] : ['scimToken'];
  return config.adminTokenDigest === null ? [...scim, 'adminToken'] : scim;
}

async function keepSecrets(
  path: string,
  wanted: readonly SecretName[],
  makeToken: () => string,
): Promise<{ readonly digests: StoredDigests; readonly made: ReadonlyMap<SecretName, string> }> {
  const made = new Map<SecretName, string>();
  const lacks = (kept: StoredDigests): readonly SecretName[] =>
    wanted.filter((name) => kept[name] === undefined);
  const kept = wanted.length === 0 ? {} : await readDigests(path);
  if (lacks(kept).length === 0) return { digests: kept, made };
  const digests = await updateDigests(path, (current) => {
    for (const name of lacks(current)) made.set(name, makeToken());
    return Object.fromEntries([...made].map(([name, token]) => [name, sha256Hex(token)]));
  });
  return { digests, made };
}

function randomToken(): string {
  return randomBytes(32).toString('base64url');
}
