// A real gateway with a law firm's day behind it (`npm run demo`), as the console's tests look at it, and the sign-in of its firm.

import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startGatewayProcess, type GatewayProcess } from '../../scripts/prove/gateway-process';
import { createScimClient, type ScimClient } from '../../scripts/prove/scim-client';
import { CLIENT_ID, CLIENT_SECRET, startProvider, type Provider } from '../http/admin/provider';

const PROJECT = join(__dirname, '..', '..');
const TSX = join(PROJECT, 'node_modules', '.bin', 'tsx');
const FIRM = join(PROJECT, 'scripts', 'demo', 'firm.json');
/** As many requests at once as an identity provider sends. */
const SOCKETS = 4;

export interface ConsoleGateway {
  readonly gateway: GatewayProcess;
  readonly adminToken: string;
  readonly consoleUrl: string;
  /** What an identity provider sends through the connection of the configuration file. */
  readonly scim: ScimClient;
  /** Where people of the firm sign in to the console; who has `imanage-readers` among their roles is a viewer. */
  readonly provider: Provider;
  stop(): Promise<void>;
}

export async function startConsoleGateway(): Promise<ConsoleGateway> {
  const dataDir = mkdtempSync(join(tmpdir(), 'imanage-console-'));
  const adminToken = randomBytes(32).toString('hex');
  const provider = await startProvider();
  const env = {
    ADMIN_TOKEN: adminToken,
    GATEWAY_CONFIG: configIn(dataDir, provider),
    OIDC_SECRET: CLIENT_SECRET,
  };
  const gateway = await startGatewayProcess({ dataDir, env });
  const scim = createScimClient(gateway, SOCKETS);
  await promisify(execFile)(
    TSX,
    ['scripts/demo.ts', '--leave', '--base', gateway.baseUrl, '--token', gateway.token],
    { cwd: PROJECT, maxBuffer: 16 * 1024 * 1024 },
  );
  return {
    gateway,
    adminToken,
    consoleUrl: `${gateway.rootUrl}/admin/`,
    scim,
    provider,
    async stop() {
      scim.close();
      await Promise.all([gateway.stop(), provider.close()]);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** The firm of the demonstration, whose people may sign in with their own accounts. */
function configIn(folder: string, { url }: Provider): string {
  const firm = JSON.parse(readFileSync(FIRM, 'utf8')) as object;
  const oidc = {
    issuer: url,
    clientId: CLIENT_ID,
    clientSecret: { env: 'OIDC_SECRET' },
    rolesClaim: 'roles',
    roles: [{ values: ['imanage-readers'], role: 'viewer' }],
    label: 'Sign in with Ajuba Law',
  };
  const path = join(folder, 'gateway.json');
  writeFileSync(path, JSON.stringify({ ...firm, admin: { oidc } }));
  return path;
}
